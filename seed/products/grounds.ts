import { madeByUs, type SeedProduct, sized, told } from './goods.ts'
import { fixedBy, madeOf } from './materials.ts'

/** Signs for yards and private grounds. */
export const groundSigns: readonly SeedProduct[] = [
  {
    key: 'charging-parking',
    category: 'parking',
    madeToOrder: false,
    leadDays: 2,
    text: {
      lv: told(
        'Elektroauto uzlādes vieta',
        'Rāda, kur pieslēgt vadu, un kam vieta jāatstāj brīva.',
        'Spraudņa zīmējums un teksts „Tikai uzlādei” uz atstarojošas plēves. Īpaši noder pagalmos, kur uzlādes vietas nav daudz.',
        'Stiprināma pie sienas, staba vai uzlādes stacijas.',
      ),
      en: told(
        'Charging point for electric cars',
        'Shows where to plug in, and for whom the space is kept free.',
        'A plug and the Latvian words “Tikai uzlādei” (Charging only) on reflective film. Useful in yards with few charging points.',
        'For a wall, a post or the charging station itself.',
      ),
      sv: told(
        'Laddplats för elbilar',
        'Visar var du laddar, och för vem platsen hålls fri.',
        'En stickkontakt och de lettiska orden ”Tikai uzlādei” (Endast laddning) på reflekterande folie. Bra på gårdar med få laddplatser.',
        'För väggen, stolpen eller själva laddstolpen.',
      ),
      nl: told(
        'Laadplaats voor elektrische auto’s',
        'Laat zien waar u kunt laden en voor wie de plaats vrij blijft.',
        'Een stekker en de Letse woorden „Tikai uzlādei” (Alleen laden) op reflecterende folie. Handig op terreinen met weinig laadpunten.',
        'Voor de muur, een paal of de laadpaal zelf.',
      ),
    },
    material: madeOf.reflective,
    fixing: fixedBy.post,
    drawing: {
      kind: 'panel',
      symbol: 'charging',
      finish: 'road-blue',
      fixing: 'screws',
      caption: 'Tikai uzlādei',
      widthMm: 300,
      heightMm: 400,
    },
    alt: {
      lv: 'Zila zīme ar spraudni un tekstu „Tikai uzlādei”',
      en: 'Blue sign with a plug and the words “Tikai uzlādei”',
      sv: 'Blå skylt med en stickkontakt och orden ”Tikai uzlādei”',
      nl: 'Blauw bord met een stekker en de woorden „Tikai uzlādei”',
    },
    views: ['plaster'],
    variants: [sized('SU-30', [300, 400], 3100, 650, { material: 'aluminium', stock: 13 })],
    safety: madeByUs('ZM-SU'),
    related: ['reserved-parking', 'post-clamp'],
  },
  {
    key: 'private-property',
    category: 'parking',
    madeToOrder: false,
    leadDays: 1,
    text: {
      lv: told(
        'Privātīpašums',
        'Mierīgs, bet skaidrs vārds pie vārtiem vai piebraucamā ceļa.',
        'Teksts „Privātīpašums. Iebraukt aizliegts” uz baltas atstarojošas plāksnes ar melnu malu. Salasāms no divdesmit metriem.',
        'Stiprināms pie žoga, staba vai koka.',
      ),
      en: told(
        'Private property',
        'A calm but clear word at the gate or the drive.',
        'The Latvian words “Privātīpašums. Iebraukt aizliegts” (Private property. No entry) on a white reflective plate with a black border. Easy to read from twenty metres.',
        'For a fence, a post or a tree.',
      ),
      sv: told(
        'Privat område',
        'Ett lugnt men tydligt ord vid grinden eller infarten.',
        'De lettiska orden ”Privātīpašums. Iebraukt aizliegts” (Privat område. Infart förbjuden) på en vit reflekterande skylt med svart kant. Läses på tjugo meters håll.',
        'För staketet, stolpen eller ett träd.',
      ),
      nl: told(
        'Privéterrein',
        'Een rustig maar duidelijk woord bij het hek of de oprit.',
        'De Letse woorden „Privātīpašums. Iebraukt aizliegts” (Privéterrein. Verboden in te rijden) op een wit reflecterend bord met zwarte rand. Van twintig meter leesbaar.',
        'Voor een hek, een paal of een boom.',
      ),
    },
    material: madeOf.reflective,
    fixing: fixedBy.post,
    drawing: {
      kind: 'road',
      shape: 'board',
      words: 'Privātīpašums\nIebraukt aizliegts',
      widthMm: 400,
      heightMm: 260,
    },
    alt: {
      lv: 'Balta plāksne ar melnu malu un tekstu „Privātīpašums. Iebraukt aizliegts”',
      en: 'White plate with a black border and the words “Privātīpašums. Iebraukt aizliegts”',
      sv: 'Vit skylt med svart kant och orden ”Privātīpašums. Iebraukt aizliegts”',
      nl: 'Wit bord met zwarte rand en de woorden „Privātīpašums. Iebraukt aizliegts”',
    },
    views: ['wood'],
    variants: [
      sized('PR-30', [300, 195], 1690, 320, { material: 'aluminium', stock: 26 }),
      sized('PR-40', [400, 260], 2390, 570, { material: 'aluminium', stock: 17 }),
    ],
    safety: madeByUs('ZM-PR'),
    related: ['no-entry', 'closed-road'],
  },
]
