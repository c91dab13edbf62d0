import { madeByUs, type SeedProduct, sized, told } from './goods.ts'

export const stickers: readonly SeedProduct[] = [
  {
    key: 'no-advertising',
    category: 'stickers',
    madeToOrder: false,
    leadDays: 1,
    text: {
      lv: {
        ...told(
          'Pastkastītes uzlīme „Lūdzu, bez reklāmām”',
          'Maza uzlīme, kas pastkastīti atbrīvo no liekā papīra.',
          'Pieklājīgs, bet skaidrs lūgums. Uzlīme iztur lietu un salu, un tā labi turas uz krāsota metāla.',
          'Cena ir par vienu uzlīmi vai par komplektu visai kāpņu telpai.',
        ),
        slug: 'pastkastites-uzlime-bez-reklamam',
      },
      en: {
        ...told(
          'Letterbox sticker “Lūdzu, bez reklāmām”',
          'A small sticker that frees your letterbox from unwanted paper.',
          'A polite but clear request in Latvian: “No advertising, please”. The sticker stands up to rain and frost and holds well on painted metal.',
          'Sold singly or as a set for a whole staircase.',
        ),
        slug: 'no-advertising-letterbox-sticker',
      },
      sv: told(
        'Brevlådedekal ”Lūdzu, bez reklāmām”',
        'En liten dekal som befriar brevlådan från onödigt papper.',
        'En artig men tydlig begäran på lettiska: ”Ingen reklam, tack”. Dekalen tål regn och frost och fäster bra på målad metall.',
        'Säljs styckvis eller som sats för en hel trappuppgång.',
      ),
      nl: told(
        'Brievenbussticker „Lūdzu, bez reklāmām”',
        'Een kleine sticker die uw brievenbus vrijhoudt van overbodig papier.',
        'Een beleefd maar duidelijk verzoek in het Lets: „Geen reclame, alstublieft”. De sticker kan tegen regen en vorst en hecht goed op gelakt metaal.',
        'Per stuk of als set voor een heel trappenhuis.',
      ),
    },
    material: {
      lv: 'Laminēta vinila plēve',
      en: 'Laminated vinyl film',
      sv: 'Laminerad vinylfolie',
      nl: 'Gelamineerde vinylfolie',
    },
    fixing: { lv: 'Pašlīmējoša', en: 'Self-adhesive', sv: 'Självhäftande', nl: 'Zelfklevend' },
    drawing: {
      kind: 'panel',
      symbol: 'no-advertising',
      finish: 'film-white',
      fixing: 'adhesive',
      caption: 'Lūdzu, bez reklāmām',
      widthMm: 60,
      heightMm: 66,
    },
    alt: {
      lv: 'Uzlīme ar pārsvītrotām reklāmlapām un tekstu „Lūdzu, bez reklāmām”',
      en: 'Sticker with crossed-out leaflets and the words “Lūdzu, bez reklāmām”',
      sv: 'Dekal med överkorsade reklamblad och orden ”Lūdzu, bez reklāmām”',
      nl: 'Sticker met doorgestreepte folders en de woorden „Lūdzu, bez reklāmām”',
    },

    variants: [
      sized('IR-1', [60, 66], 190, 2, {
        kind: { lv: 'viena', en: 'one', sv: 'styck', nl: 'één stuk' },
        material: 'film',
        stock: 300,
      }),
      sized('IR-10', [60, 66], 990, 20, {
        kind: { lv: 'desmit', en: 'ten', sv: 'tio', nl: 'tien stuks' },
        material: 'film',
        stock: 40,
      }),
    ],
    safety: madeByUs('ZM-IR'),
  },
  {
    key: 'opening-hours',
    category: 'stickers',
    madeToOrder: true,
    words: { lines: 7, lineLength: 32, required: true },
    leadDays: 3,
    text: {
      lv: {
        ...told(
          'Darba laika uzlīme durvīm',
          'Jūsu darba laiks skaidri salasāmā tabulā uz balta fona.',
          'Pirmajā rindā ierakstiet virsrakstu, tālāk – dienas un stundas, piemēram, „P.–Pk. 9.00–18.00”. Dienas izlīdzināsim pa kreisi, stundas – pa labi.',
          'Uzlīmi līmē uz stikla no ārpuses. Ja darba laiks mainās, to var noņemt bez pēdām.',
        ),
        slug: 'darba-laika-uzlime',
      },
      en: {
        ...told(
          'Opening hours for your door',
          'Your opening hours in a clear table on white.',
          'Put a heading in the first line, then days and hours, for instance “Mon–Fri 9.00–18.00”. We set the days on the left and the hours on the right.',
          'It goes on the outside of the glass. When your hours change, it comes off without a trace.',
        ),
        slug: 'opening-hours-sticker',
      },
      sv: told(
        'Öppettider för dörren',
        'Dina öppettider i en tydlig tabell på vit botten.',
        'Skriv en rubrik på första raden och sedan dagar och tider, till exempel ”Mån–fre 9.00–18.00”. Dagarna ställer vi till vänster och tiderna till höger.',
        'Dekalen sätts på glasets utsida. När öppettiderna ändras går den att ta bort utan spår.',
      ),
      nl: told(
        'Openingstijden voor uw deur',
        'Uw openingstijden in een heldere tabel op wit.',
        'Zet op de eerste regel een kop en daaronder dagen en tijden, bijvoorbeeld „Ma–vr 9.00–18.00”. De dagen komen links, de tijden rechts.',
        'De sticker gaat op de buitenkant van het glas. Veranderen uw tijden, dan haalt u hem er zonder sporen af.',
      ),
    },
    material: {
      lv: 'Balta laminēta vinila plēve',
      en: 'White laminated vinyl film',
      sv: 'Vit laminerad vinylfolie',
      nl: 'Witte gelamineerde vinylfolie',
    },
    fixing: {
      lv: 'Pašlīmējoša; līmēšanas pamācība komplektā',
      en: 'Self-adhesive; instructions included',
      sv: 'Självhäftande; anvisning ingår',
      nl: 'Zelfklevend; gebruiksaanwijzing meegeleverd',
    },
    drawing: {
      kind: 'plate',
      finish: 'film-white',
      layout: 'hours',
      fixing: 'adhesive',
      sample: ['Darba laiks', 'P.–Pk. 9.00–18.00', 'Sestdien 10.00–15.00', 'Svētdien slēgts'],
      widthMm: 200,
      heightMm: 250,
    },
    alt: {
      lv: 'Balta uzlīme „Darba laiks”: P.–Pk. 9.00–18.00, sestdien 10.00–15.00, svētdien slēgts',
      en: 'White sticker “Darba laiks” (opening hours): Mon–Fri 9.00–18.00, Saturday 10.00–15.00, closed on Sunday',
      sv: 'Vit dekal ”Darba laiks” (öppettider): mån–fre 9.00–18.00, lördag 10.00–15.00, söndag stängt',
      nl: 'Witte sticker „Darba laiks” (openingstijden): ma–vr 9.00–18.00, zaterdag 10.00–15.00, zondag gesloten',
    },
    views: ['glass'],
    variants: [
      sized('DL-20', [200, 250], 1190, 20, { material: 'film' }),
      sized('DL-30', [300, 375], 1790, 42, { material: 'film' }),
    ],
    safety: madeByUs('ZM-DL'),
  },
]
