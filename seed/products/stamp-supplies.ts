import { madeByStampWorks, type SeedProduct, sized, told } from './goods.ts'
import { beware, black, blue } from './materials.ts'

/** Marks without ink, and ink for those that need it. */
export const stampSupplies: readonly SeedProduct[] = [
  {
    key: 'embosser',
    category: 'stamps',
    madeToOrder: true,
    takesArtwork: true,
    words: { lines: 3, lineLength: 28, required: true },
    leadDays: 8,
    text: {
      lv: told(
        'Sausspiedes zīmogs',
        'Iespiedums papīrā bez tintes: grāmatām, diplomiem un ielūgumiem.',
        'Knaibles iespiež rakstu papīrā līdz 120 g/m². Sviras ir garas, tāpēc spēks vajadzīgs mazs.',
        'Pirmā rinda iet pa apli, vidū – vārdi „Ex libris” vai Jūsu zīme, ko varat pievienot kā attēlu.',
      ),
      en: told(
        'Embosser',
        'A mark in the paper without ink: for books, diplomas and invitations.',
        'The pliers press the design into paper of up to 120 g/m². Long levers mean that little strength is needed.',
        'The first line runs round the rim; in the middle stand the words “Ex libris” or a mark of yours that you add as a picture.',
      ),
      sv: told(
        'Präglingstång',
        'Ett märke i papperet utan bläck: för böcker, diplom och inbjudningar.',
        'Tången pressar in mönstret i papper upp till 120 g/m². De långa skänklarna gör att det går lätt.',
        'Första raden löper runt kanten; i mitten står ”Ex libris” eller ditt eget märke som du bifogar som bild.',
      ),
      nl: told(
        'Blindstempeltang',
        'Een merk in het papier zonder inkt: voor boeken, diploma’s en uitnodigingen.',
        'De tang perst het ontwerp in papier tot 120 g/m². Door de lange hefbomen is weinig kracht nodig.',
        'De eerste regel loopt langs de rand; in het midden staat „Ex libris” of uw eigen teken, dat u als afbeelding toevoegt.',
      ),
    },
    material: {
      lv: 'Hromēts tērauds, plastmasas rokturi',
      en: 'Chromed steel, plastic handles',
      sv: 'Förkromat stål, plasthandtag',
      nl: 'Verchroomd staal, kunststof handvatten',
    },
    drawing: {
      kind: 'stamp',
      ink: 'relief',
      frame: false,
      shape: 'round',
      body: 'embosser',
      sample: ['BĒRZIŅU BIBLIOTĒKA', 'Ex libris'],
      widthMm: 40,
      heightMm: 40,
    },
    alt: {
      lv: 'Hromētas knaibles un apaļš iespiedums papīrā ar vārdiem „Ex libris”',
      en: 'Chromed pliers and a round mark in paper with the words “Ex libris”',
      sv: 'Förkromad tång och ett runt märke i papperet med orden ”Ex libris”',
      nl: 'Verchroomde tang en een rond merk in papier met de woorden „Ex libris”',
    },
    variants: [sized('SZ-40', [40, 40], 4690, 540, { depthMm: 60 })],
    safety: madeByStampWorks('TT-EMB-40'),
  },
  {
    key: 'ink-pad',
    category: 'stamps',
    madeToOrder: false,
    leadDays: 1,
    text: {
      lv: told(
        'Rezerves spilventiņš',
        'Jauna tinte automātiskajam zīmogam; nomaināms bez netīriem pirkstiem.',
        'Izspiež veco spilventiņu, iebīda jauno – un zīmogs atkal ir kā jauns. Der mūsu 38, 47 un 58 mm zīmogiem.',
        'No trim gabaliem katrs maksā mazāk.',
      ),
      en: told(
        'Replacement ink pad',
        'New ink for a self-inking stamp, changed without dirty fingers.',
        'Push out the old pad, slide in the new one, and the stamp is as good as new. Fits our stamps of 38, 47 and 58 mm.',
        'From three pieces each costs less.',
      ),
      sv: told(
        'Bytesdyna',
        'Nytt bläck till den självfärgande stämpeln, utan kladdiga fingrar.',
        'Tryck ut den gamla dynan, skjut in den nya, och stämpeln är som ny. Passar våra stämplar på 38, 47 och 58 mm.',
        'Från tre stycken blir varje billigare.',
      ),
      nl: told(
        'Vervangend stempelkussen',
        'Nieuwe inkt voor een zelfinktende stempel, zonder vieze vingers.',
        'Druk het oude kussen eruit, schuif het nieuwe erin en de stempel is weer als nieuw. Past in onze stempels van 38, 47 en 58 mm.',
        'Vanaf drie stuks is elk kussen goedkoper.',
      ),
    },
    material: {
      lv: 'Plastmasa, filcs, tinte uz ūdens bāzes',
      en: 'Plastic, felt, water-based ink',
      sv: 'Plast, filt, vattenbaserat bläck',
      nl: 'Kunststof, vilt, inkt op waterbasis',
    },
    warnings: beware.ink,
    drawing: { kind: 'supply', what: 'ink-pad' },
    alt: {
      lv: 'Melns spilventiņš ar zilu filcu',
      en: 'Black ink pad with blue felt',
      sv: 'Svart dyna med blå filt',
      nl: 'Zwart stempelkussen met blauw vilt',
    },
    variants: [
      sized('RS-58Z', [62, 26], 490, 14, {
        kind: blue,
        stock: 72,
        tiers: [
          [3, 440],
          [10, 380],
        ],
      }),
      sized('RS-58M', [62, 26], 490, 14, {
        kind: black,
        stock: 65,
        tiers: [
          [3, 440],
          [10, 380],
        ],
      }),
    ],
    safety: madeByStampWorks('TT-PAD'),
    related: ['company-stamp', 'paid-stamp', 'date-stamp'],
  },
]
