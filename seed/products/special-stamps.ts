import { madeByStampWorks, type SeedProduct, sized, told } from './goods.ts'
import { beware } from './materials.ts'

const plasticBody = {
  lv: 'Plastmasas korpuss, lāzergravēta gumija, tinte uz ūdens bāzes',
  en: 'Plastic body, laser-engraved rubber, water-based ink',
  sv: 'Plasthölje, lasergraverat gummi, vattenbaserat bläck',
  nl: 'Kunststof behuizing, lasergegraveerd rubber, inkt op waterbasis',
}

/** Stamps for one use or trade, and what they need. */
export const specialStamps: readonly SeedProduct[] = [
  {
    key: 'date-stamp',
    category: 'stamps',
    madeToOrder: true,
    words: { lines: 2, lineLength: 26, required: true },
    leadDays: 3,
    text: {
      lv: told(
        'Datuma zīmogs',
        'Saņemts, apmaksāts, pārbaudīts: diena vidū, Jūsu vārdi apkārt.',
        'Datumu iestata ar diviem ritentiņiem; gadi sniedzas desmit gadus uz priekšu. Virs datuma un zem tā ir pa rindai Jūsu tekstam.',
        'Spilventiņu var nomainīt.',
      ),
      en: told(
        'Date stamp',
        'Received, paid, checked: the day in the middle, your words around it.',
        'The date is set with two wheels; the years run ten years ahead. Above and below the date there is a line for your own words.',
        'The pad can be replaced.',
      ),
      sv: told(
        'Datumstämpel',
        'Mottagen, betald, kontrollerad: dagen i mitten, dina ord runt om.',
        'Datumet ställs in med två hjul; åren räcker tio år framåt. Ovanför och under datumet finns en rad för din text.',
        'Dynan går att byta.',
      ),
      nl: told(
        'Datumstempel',
        'Ontvangen, betaald, gecontroleerd: de dag in het midden, uw woorden eromheen.',
        'De datum stelt u in met twee wieltjes; de jaartallen lopen tien jaar vooruit. Boven en onder de datum is een regel voor uw tekst.',
        'Het kussen is vervangbaar.',
      ),
    },
    material: plasticBody,
    warnings: beware.ink,
    drawing: {
      kind: 'stamp',
      ink: 'blue',
      frame: true,
      body: 'dater',
      sample: ['SAŅEMTS', 'SIA „Rudzu garoza”'],
      widthMm: 50,
      heightMm: 28,
    },
    alt: {
      lv: 'Datuma zīmogs un zils nospiedums „SAŅEMTS, 22. NOV. 2026, SIA „Rudzu garoza””',
      en: 'Date stamp and a blue imprint with “SAŅEMTS”, a date and a company',
      sv: 'Datumstämpel och ett blått avtryck med ”SAŅEMTS”, datum och företag',
      nl: 'Datumstempel en een blauwe afdruk met „SAŅEMTS”, datum en bedrijf',
    },
    variants: [
      sized('ZD-41', [41, 24], 2990, 135, { wasCents: 3490 }),
      sized('ZD-50', [50, 28], 3490, 160, { wasCents: 3990 }),
    ],
    safety: madeByStampWorks('TT-DATE'),
    related: ['company-stamp', 'ink-pad'],
  },
  {
    key: 'specialist-stamp',
    category: 'stamps',
    madeToOrder: true,
    words: { lines: 3, lineLength: 34, required: true },
    leadDays: 3,
    text: {
      lv: told(
        'Sertificēta speciālista zīmogs',
        'Apaļš zīmogs būvinženierim, ārstam, mērniekam vai tulkam.',
        'Pirmā rinda iet pa apli, pārējās ir vidū: vārds, uzvārds un sertifikāta numurs. Nospiedums ir 40 mm, kā to prasa vairums iestāžu.',
        'Pirms izgatavošanas lūgsim atsūtīt sertifikāta kopiju.',
      ),
      en: told(
        'Stamp for certified specialists',
        'A round stamp for an engineer, a physician, a surveyor or a translator.',
        'The first line runs round the rim, the others stand in the middle: your name and the number of the certificate. The imprint measures 40 mm, as most authorities ask.',
        'Before we make it, we ask for a copy of the certificate.',
      ),
      sv: told(
        'Stämpel för certifierade specialister',
        'En rund stämpel för ingenjören, läkaren, lantmätaren eller översättaren.',
        'Första raden löper runt kanten, de andra står i mitten: namn och certifikatnummer. Avtrycket är 40 mm, så som de flesta myndigheter begär.',
        'Innan vi tillverkar stämpeln ber vi om en kopia av certifikatet.',
      ),
      nl: told(
        'Stempel voor gecertificeerde specialisten',
        'Een rond stempel voor ingenieur, arts, landmeter of tolk.',
        'De eerste regel loopt langs de rand, de andere staan in het midden: naam en certificaatnummer. De afdruk is 40 mm, zoals de meeste instanties vragen.',
        'Voordat we het maken, vragen we een kopie van het certificaat.',
      ),
    },
    material: plasticBody,
    warnings: beware.ink,
    authority: {
      lv: 'Nepieciešams spēkā esošs sertifikāts vai profesijas reģistra ieraksts; zīmogu izgatavojam tikai tā turētājam.',
      en: 'A valid certificate or an entry in the register of the profession is needed; we make the stamp for its holder only.',
      sv: 'Ett giltigt certifikat eller en post i yrkesregistret krävs; vi tillverkar stämpeln endast åt innehavaren.',
      nl: 'Een geldig certificaat of een inschrijving in het beroepsregister is nodig; we maken het stempel alleen voor de houder.',
    },
    drawing: {
      kind: 'stamp',
      ink: 'blue',
      frame: false,
      shape: 'round',
      sample: ['SERTIFICĒTS BŪVINŽENIERIS', 'Andris Zariņš', 'Nr. 00-0000'],
      widthMm: 40,
      heightMm: 40,
    },
    alt: {
      lv: 'Automātiskais zīmogs un apaļš nospiedums „Sertificēts būvinženieris Andris Zariņš”',
      en: 'Self-inking stamp and a round imprint “Sertificēts būvinženieris Andris Zariņš”',
      sv: 'Självfärgande stämpel och ett runt avtryck ”Sertificēts būvinženieris Andris Zariņš”',
      nl: 'Zelfinktende stempel en een ronde afdruk „Sertificēts būvinženieris Andris Zariņš”',
    },
    variants: [sized('ZS-40', [40, 40], 3290, 120)],
    safety: madeByStampWorks('TT-ROUND-40'),
  },
  {
    key: 'pocket-stamp',
    category: 'stamps',
    madeToOrder: true,
    words: { lines: 3, lineLength: 30, required: true },
    leadDays: 2,
    text: {
      lv: told(
        'Kabatas zīmogs',
        'Plakans kā šķiltavas: zīmogs tiem, kas daudz brauc.',
        'Vāciņš aizveras ar klikšķi, un tinte nesasmērē kabatu. Atverot vāciņu, zīmogs uzreiz ir gatavs.',
        'Trīs rindas: vārds, amats un tālrunis.',
      ),
      en: told(
        'Pocket stamp',
        'Flat as a lighter: a stamp for those who travel a lot.',
        'The lid shuts with a click, so the ink never marks your pocket. Open it and the stamp is ready.',
        'Three lines: name, position and telephone.',
      ),
      sv: told(
        'Fickstämpel',
        'Platt som en tändare: stämpeln för dig som reser mycket.',
        'Locket stängs med ett klick så att bläcket inte kladdar i fickan. Öppna det och stämpeln är klar att använda.',
        'Tre rader: namn, titel och telefon.',
      ),
      nl: told(
        'Zakstempel',
        'Plat als een aansteker: een stempel voor wie veel onderweg is.',
        'Het deksel sluit met een klik, zodat de inkt niet in uw zak komt. Openklappen en stempelen maar.',
        'Drie regels: naam, functie en telefoon.',
      ),
    },
    material: plasticBody,
    warnings: beware.ink,
    drawing: {
      kind: 'stamp',
      ink: 'black',
      frame: false,
      body: 'pocket',
      sample: ['Oskars Pētersons', 'Mērnieks', 'Tālr. 20000104'],
      widthMm: 38,
      heightMm: 16,
    },
    alt: {
      lv: 'Plakans kabatas zīmogs un melns nospiedums „Oskars Pētersons, mērnieks”',
      en: 'Flat pocket stamp and a black imprint “Oskars Pētersons, mērnieks”',
      sv: 'Platt fickstämpel och ett svart avtryck ”Oskars Pētersons, mērnieks”',
      nl: 'Platte zakstempel en een zwarte afdruk „Oskars Pētersons, mērnieks”',
    },
    variants: [sized('ZK-38', [38, 16], 2190, 45)],
    safety: madeByStampWorks('TT-POCKET'),
  },
]
