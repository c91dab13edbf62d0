import { madeByStampWorks, type SeedProduct, sized, told } from './goods.ts'

export const stamps: readonly SeedProduct[] = [
  {
    key: 'company-stamp',
    category: 'stamps',
    madeToOrder: true,
    words: { lines: 4, lineLength: 34, required: true },
    leadDays: 2,
    text: {
      lv: told(
        'Uzņēmuma zīmogs',
        'Automātiskais zīmogs ar rekvizītiem, gatavs divās darba dienās.',
        'Nosaukums, reģistrācijas numurs, adrese un tālrunis – četras rindas skaidrā nospiedumā. Spilventiņš ir iebūvēts un pietiek vairākiem tūkstošiem nospiedumu.',
        'Gumiju gravējam ar lāzeri, tāpēc salasāmi ir arī sīkie burti un garumzīmes.',
      ),
      en: told(
        'Company stamp',
        'A self-inking stamp with your company’s details, ready in two working days.',
        'Name, registration number, address and telephone: four lines in one clear imprint. The built-in pad lasts for several thousand imprints.',
        'The rubber is laser-engraved, so even small letters and their accents stay legible.',
      ),
      sv: told(
        'Företagsstämpel',
        'En självfärgande stämpel med företagets uppgifter, klar på två arbetsdagar.',
        'Namn, registreringsnummer, adress och telefon: fyra rader i ett tydligt avtryck. Den inbyggda dynan räcker till flera tusen avtryck.',
        'Gummit lasergraveras, så även små bokstäver med sina tecken går att läsa.',
      ),
      nl: told(
        'Bedrijfsstempel',
        'Een zelfinktende stempel met uw bedrijfsgegevens, klaar in twee werkdagen.',
        'Naam, registratienummer, adres en telefoon: vier regels in één heldere afdruk. Het ingebouwde kussen gaat duizenden afdrukken mee.',
        'Het rubber wordt met een laser gegraveerd, zodat ook kleine letters met hun accenten leesbaar blijven.',
      ),
    },
    material: {
      lv: 'Plastmasas korpuss, lāzergravēta gumija, zila tinte uz ūdens bāzes',
      en: 'Plastic body, laser-engraved rubber, blue water-based ink',
      sv: 'Plasthölje, lasergraverat gummi, blått vattenbaserat bläck',
      nl: 'Kunststof behuizing, lasergegraveerd rubber, blauwe inkt op waterbasis',
    },
    warnings: {
      lv: 'Tinte atstāj traipus uz auduma un ādas. Sargājiet no maziem bērniem.',
      en: 'The ink stains fabric and skin. Keep away from small children.',
      sv: 'Bläcket färgar av sig på tyg och hud. Förvaras utom räckhåll för små barn.',
      nl: 'De inkt geeft vlekken op stof en huid. Buiten bereik van kleine kinderen houden.',
    },
    drawing: {
      kind: 'stamp',
      ink: 'blue',
      frame: true,
      sample: ['SIA „Rudzu garoza”', 'Reģ. Nr. 49999000033', 'Zivju iela 3, Liepāja', 'Tālr. 20000106'],
      widthMm: 58,
      heightMm: 22,
    },
    alt: {
      lv: 'Melns automātiskais zīmogs un zils nospiedums ar uzņēmuma „Rudzu garoza” rekvizītiem',
      en: 'Black self-inking stamp and a blue imprint with the details of the company “Rudzu garoza”',
      sv: 'Svart självfärgande stämpel och ett blått avtryck med uppgifter om företaget ”Rudzu garoza”',
      nl: 'Zwarte zelfinktende stempel en een blauwe afdruk met de gegevens van het bedrijf „Rudzu garoza”',
    },

    variants: [
      sized('ZU-38', [38, 14], 1890, 70),
      sized('ZU-47', [47, 18], 2290, 90),
      sized('ZU-58', [58, 22], 2790, 115),
    ],
    safety: madeByStampWorks('TT-AUTO'),
  },
  {
    key: 'paid-stamp',
    category: 'stamps',
    madeToOrder: false,
    leadDays: 1,
    text: {
      lv: told(
        'Zīmogs „Apmaksāts”',
        'Sarkans nospiedums grāmatvedībai, lai apmaksātie rēķini nesajauktos.',
        'Automātiskais zīmogs ar tekstu „APMAKSĀTS”. Nospiedums nožūst dažās sekundēs.',
        'Kad tinte beidzas, nomaina tikai spilventiņu.',
      ),
      en: {
        ...told(
          'Stamp “Apmaksāts” (paid)',
          'A red imprint for the bookkeeper, so that paid invoices stay apart.',
          'A self-inking stamp with the Latvian word “APMAKSĀTS” (paid). The imprint dries in a few seconds.',
          'When the ink runs out, only the pad is replaced.',
        ),
        slug: 'paid-stamp',
      },
      sv: told(
        'Stämpel ”Apmaksāts” (betald)',
        'Ett rött avtryck för bokföringen, så att betalda fakturor hålls isär.',
        'En självfärgande stämpel med det lettiska ordet ”APMAKSĀTS” (betald). Avtrycket torkar på några sekunder.',
        'När bläcket tar slut byter du bara dynan.',
      ),
      nl: told(
        'Stempel „Apmaksāts” (betaald)',
        'Een rode afdruk voor de boekhouding, zodat betaalde facturen herkenbaar zijn.',
        'Een zelfinktende stempel met het Letse woord „APMAKSĀTS” (betaald). De afdruk is binnen enkele seconden droog.',
        'Als de inkt op is, vervangt u alleen het kussen.',
      ),
    },
    material: {
      lv: 'Plastmasas korpuss, gumija, sarkana tinte uz ūdens bāzes',
      en: 'Plastic body, rubber, red water-based ink',
      sv: 'Plasthölje, gummi, rött vattenbaserat bläck',
      nl: 'Kunststof behuizing, rubber, rode inkt op waterbasis',
    },
    warnings: {
      lv: 'Tinte atstāj traipus uz auduma un ādas. Sargājiet no maziem bērniem.',
      en: 'The ink stains fabric and skin. Keep away from small children.',
      sv: 'Bläcket färgar av sig på tyg och hud. Förvaras utom räckhåll för små barn.',
      nl: 'De inkt geeft vlekken op stof en huid. Buiten bereik van kleine kinderen houden.',
    },
    drawing: { kind: 'stamp', ink: 'red', frame: true, sample: ['APMAKSĀTS'], widthMm: 38, heightMm: 14 },
    alt: {
      lv: 'Melns automātiskais zīmogs un sarkans nospiedums „APMAKSĀTS”',
      en: 'Black self-inking stamp and a red imprint “APMAKSĀTS”',
      sv: 'Svart självfärgande stämpel och ett rött avtryck ”APMAKSĀTS”',
      nl: 'Zwarte zelfinktende stempel en een rode afdruk „APMAKSĀTS”',
    },

    variants: [sized('ZA-38', [38, 14], 1290, 70, { stock: 24 })],
    safety: madeByStampWorks('TT-TEXT-38'),
  },
]
