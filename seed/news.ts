import { sql } from 'drizzle-orm'
import * as newsletters from '../src/marketing/newsletters.ts'
import { type LetterState, newsletter, newsletterMail } from '../src/marketing/table.ts'
import type { Transaction } from '../src/platform/database/client.ts'
import type { Language } from '../src/platform/i18n/languages.ts'

const day = 24 * 60 * 60 * 1000
const sentDaysAgo = 58

/** A newsletter that went out in autumn, and one that is being written. */
export async function seedNews(tx: Transaction, now: Date): Promise<void> {
  const sent = await newsletters.begin(tx, null)
  await newsletters.save(tx, sent, 1, autumn)
  for (const [language, state, letters] of readers)
    await tx.insert(newsletterMail).values(
      Array.from({ length: letters }, () => ({
        newsletterId: sent,
        audience: 'marketing-email' as const,
        language,
        state,
      })),
    )
  const at = new Date(now.getTime() - sentDaysAgo * day)
  const finishedAt = new Date(at.getTime() + 70_000)
  await tx
    .update(newsletter)
    .set({ createdAt: at, queuedAt: at, listedAt: at, finishedAt, unsubscribed: 3 })
    .where(sql`id = ${sent}`)
  await newsletters.save(tx, await newsletters.begin(tx, null), 1, christmas)
}

/** Whose letters they were nobody knows any more: that is how a finished newsletter is. */
const readers: readonly (readonly [Language, LetterState, number])[] = [
  ['lv', 'sent', 41],
  ['lv', 'refused', 2],
  ['lv', 'not-allowed', 1],
  ['en', 'sent', 12],
  ['sv', 'sent', 6],
  ['nl', 'sent', 5],
]

const autumn: newsletters.Draft = {
  toConsented: true,
  toCustomers: false,
  articleNumbers: ['MN-E-25G', 'MN-S-30'],
  texts: {
    lv: {
      subject: 'Māju numuri jaunā zaļā emaljā',
      body: `Rudens ir laiks, kad kurjers Jūsu durvis meklē tumsā. Tāpēc māju numuriem esam pievienojuši **tumši zaļu emalju** ar baltiem cipariem: to var izlasīt no ielas otras puses.

## Kas vēl jauns

- Šīfera numuri ar iegravētiem cipariem: izturēs arī nākamo simtgadi.
- Maketu tagad redzat, vēl pirms liekat preci grozā.

Emaljas numuru izgatavojam aptuveni divās nedēļās.`,
    },
    en: {
      subject: 'House numbers in a new green enamel',
      body: `In autumn couriers look for your door in the dark. That is why our house numbers now come in **dark green enamel** with white figures, too: they can be read from across the street.

## What else is new

- Slate numbers with engraved figures: good for the next hundred years.
- You now see the drawing before you put a sign into the cart.

An enamel number takes us about two weeks.`,
    },
    sv: {
      subject: 'Husnummer i ny grön emalj',
      body: `På hösten letar buden efter din dörr i mörkret. Därför finns våra husnummer nu också i **mörkgrön emalj** med vita siffror, som går att läsa från andra sidan gatan.

## Mer som är nytt

- Skiffernummer med ingraverade siffror: de håller i hundra år till.
- Du ser ritningen redan innan du lägger skylten i varukorgen.

Ett emaljnummer tar oss ungefär två veckor.`,
    },
    nl: {
      subject: 'Huisnummers in nieuw groen email',
      body: `In de herfst zoekt de koerier uw deur in het donker. Daarom zijn onze huisnummers er nu ook in **donkergroen email** met witte cijfers, leesbaar vanaf de overkant van de straat.

## Wat er nog meer nieuw is

- Leistenen nummers met gegraveerde cijfers: goed voor de komende honderd jaar.
- U ziet de tekening nu al voordat u een bord in de winkelwagen legt.

Een emaillen nummer maken we in ongeveer twee weken.`,
    },
  },
}

/** Two languages are written by now. */
const christmas: newsletters.Draft = {
  toConsented: true,
  toCustomers: true,
  articleNumbers: ['MN-E-25Z'],
  texts: {
    lv: {
      subject: 'Zīmes, kas pagūs līdz Ziemassvētkiem',
      body: `Zīmi ar Jūsu tekstu izgatavosim līdz svētkiem, ja to pasūtīsiet un maketu apstiprināsiet līdz **10. decembrim**.

Gatavās zīmes no noliktavas izsūtām līdz 19. decembrim.`,
    },
    en: {
      subject: 'Signs that will be there for Christmas',
      body: `A sign with your own words will be ready for the holidays if you order it and approve the proof by **10 December**.

Signs from the shelf leave us until 19 December.`,
    },
    sv: { subject: '', body: '' },
    nl: { subject: '', body: '' },
  },
}
