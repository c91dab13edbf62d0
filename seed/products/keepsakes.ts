import { madeByUs, type SeedProduct, sized, told } from './goods.ts'
import { brass, fixedBy, oak, steel } from './materials.ts'

/** Engraved goods that are kept for long. */
export const keepsakes: readonly SeedProduct[] = [
  {
    key: 'bench-plate',
    category: 'engraving',
    madeToOrder: true,
    words: { lines: 4, lineLength: 34, required: true },
    leadDays: 5,
    text: {
      lv: told(
        'Piemiņas plāksnīte soliņam',
        'Daži vārdi, kas paliek dārzā, parkā vai pie mājas.',
        'Tērauda plāksnīte ar noapaļotiem stūriem, ko pieskrūvē pie koka. Gravējums ir pildīts ar laku, kas iztur sauli un salu.',
        'Uzmanīgi izlasīsim katru vārdu un pirms gravēšanas atsūtīsim maketu.',
      ),
      en: told(
        'Memorial plate for a bench',
        'A few words that stay in a garden, a park or by the house.',
        'A steel plate with rounded corners to be screwed onto wood. The engraving is filled with lacquer that stands up to sun and frost.',
        'We read every word with care and send you a proof before we engrave.',
      ),
      sv: told(
        'Minnesskylt för bänk',
        'Några ord som finns kvar i trädgården, parken eller vid huset.',
        'En stålskylt med rundade hörn som skruvas fast i trä. Gravyren är fylld med lack som tål sol och frost.',
        'Vi läser varje ord noga och skickar ett korrektur innan vi graverar.',
      ),
      nl: told(
        'Herdenkingsplaatje voor een bank',
        'Een paar woorden die blijven, in de tuin, in het park of bij huis.',
        'Een stalen plaatje met afgeronde hoeken dat op hout wordt geschroefd. De gravure is gevuld met lak die tegen zon en vorst kan.',
        'We lezen elk woord met zorg en sturen een drukproef voordat we graveren.',
      ),
    },
    material: {
      lv: '1,5 mm nerūsējošais tērauds vai misiņš',
      en: '1.5 mm stainless steel or brass',
      sv: '1,5 mm rostfritt stål eller mässing',
      nl: '1,5 mm roestvrij staal of messing',
    },
    fixing: fixedBy.twoScrews,
    drawing: {
      kind: 'plate',
      finish: 'steel',
      layout: 'name',
      fixing: 'screws',
      sample: ['Šeit satikās', 'Anna un Jānis', '1974. gada vasarā'],
      widthMm: 150,
      heightMm: 60,
    },
    alt: {
      lv: 'Tērauda plāksnīte ar tekstu „Šeit satikās Anna un Jānis 1974. gada vasarā”',
      en: 'Steel plate with the words “Šeit satikās Anna un Jānis 1974. gada vasarā”',
      sv: 'Stålskylt med texten ”Šeit satikās Anna un Jānis 1974. gada vasarā”',
      nl: 'Stalen plaatje met de tekst „Šeit satikās Anna un Jānis 1974. gada vasarā”',
    },
    views: ['wood', 'close'],
    variants: [
      sized('SP-T-15', [150, 60], 2650, 105, { kind: steel, material: 'steel', finish: 'steel' }),
      sized('SP-M-15', [150, 60], 2990, 114, { kind: brass, material: 'brass', finish: 'brass' }),
    ],
    safety: madeByUs('ZM-SP-G'),
  },
  {
    key: 'cutting-board',
    category: 'engraving',
    madeToOrder: true,
    words: { lines: 2, lineLength: 22, required: true },
    leadDays: 6,
    text: {
      lv: told(
        'Gravēts ozola dēlītis',
        'Dāvana jaunai mājai vai kāzām: viesmīlīgs dēlītis ar Jūsu vārdiem.',
        'Dēlīti izgriežam no viena ozola dēļa, slīpējam un ieeļļojam ar pārtikai drošu eļļu. Katram ir savs koka raksts.',
        'Viena vai divas rindas: uzvārds, datums vai vēlējums.',
      ),
      en: told(
        'Engraved oak board',
        'A gift for a new home or a wedding: a hospitable board with your own words.',
        'We cut the board from a single oak plank, sand it and treat it with food-safe oil. Each has its own grain.',
        'One or two lines: a surname, a date or a wish.',
      ),
      sv: told(
        'Graverad skärbräda i ek',
        'En present till inflyttningen eller bröllopet: en gästfri bräda med dina ord.',
        'Brädan sågas ur en enda ekplanka, slipas och behandlas med livsmedelssäker olja. Varje bräda har sin egen ådring.',
        'En eller två rader: ett efternamn, ett datum eller en önskan.',
      ),
      nl: told(
        'Gegraveerde eiken plank',
        'Een cadeau voor een nieuw huis of een bruiloft: een gastvrije plank met uw eigen woorden.',
        'We zagen de plank uit één stuk eiken, schuren hem en behandelen hem met voedselveilige olie. Elke plank heeft zijn eigen nerf.',
        'Eén of twee regels: een achternaam, een datum of een wens.',
      ),
    },
    material: {
      lv: '20 mm ozola masīvs, lineļļa',
      en: '20 mm solid oak, linseed oil',
      sv: '20 mm massiv ek, linolja',
      nl: '20 mm massief eiken, lijnolie',
    },
    warnings: {
      lv: 'Nemazgājiet trauku mazgājamā mašīnā; nosusiniet un reizēm ieeļļojiet.',
      en: 'Not for the dishwasher; dry it after use and oil it now and then.',
      sv: 'Tål inte diskmaskin; torka av den och olja den då och då.',
      nl: 'Niet in de vaatwasser; droog de plank af en olie hem af en toe.',
    },
    drawing: {
      kind: 'tag',
      finish: 'oak',
      shape: 'board',
      sample: ['Bērziņu', 'virtuve'],
      widthMm: 380,
      heightMm: 220,
    },
    alt: {
      lv: 'Ozola dēlītis ar rokturi un tekstu „Bērziņu virtuve”',
      en: 'Oak board with a handle and the words “Bērziņu virtuve”',
      sv: 'Ekbräda med handtag och texten ”Bērziņu virtuve”',
      nl: 'Eiken plank met handvat en de tekst „Bērziņu virtuve”',
    },
    views: ['close'],
    variants: [
      sized('OD-30', [300, 174], 2900, 620, { kind: oak, material: 'wood', depthMm: 20 }),
      sized('OD-38', [380, 220], 3900, 980, { kind: oak, material: 'wood', depthMm: 20 }),
    ],
    safety: madeByUs('ZM-OD'),
  },

  {
    key: 'ornament',
    category: 'engraving',
    madeToOrder: true,
    words: { lines: 2, lineLength: 12, required: true },
    leadDays: 4,
    publication: 'draft',
    text: {
      lv: told(
        'Ozola rotājums ar vārdu',
        'Apaļš koka rotājums eglītei vai dāvanai.',
        'Gravēts vārds uz gluda ozola. Aukla nav iekļauta.',
        'Vēl gatavojam fotogrāfijas un cenu lielākam skaitam.',
      ),
      en: told(
        'Oak ornament with a name',
        'A round wooden ornament for the tree or a gift.',
        'A name engraved on smooth oak. Thread is not included.',
        'Photographs and a price for larger numbers are still being prepared.',
      ),
      sv: told(
        'Ekprydnad med namn',
        'En rund träprydnad till granen eller presenten.',
        'Ett namn graverat i slät ek. Snöre ingår inte.',
        'Fotografier och pris för större antal är på väg.',
      ),
      nl: told(
        'Eiken hanger met naam',
        'Een ronde houten hanger voor de kerstboom of een cadeau.',
        'Een naam gegraveerd in glad eiken. Koord niet meegeleverd.',
        'Aan foto’s en een prijs voor grotere aantallen wordt nog gewerkt.',
      ),
    },
    material: { lv: '6 mm ozols', en: '6 mm oak', sv: '6 mm ek', nl: '6 mm eiken' },
    drawing: { kind: 'tag', finish: 'oak', shape: 'disc', sample: ['Emīls'], widthMm: 80, heightMm: 80 },
    alt: {
      lv: 'Apaļš ozola rotājums ar vārdu „Emīls”',
      en: 'Round oak ornament with the name “Emīls”',
      sv: 'Rund ekprydnad med namnet ”Emīls”',
      nl: 'Ronde eiken hanger met de naam „Emīls”',
    },
    variants: [sized('OR-80', [80, 80], 790, 32, { material: 'wood' })],
    safety: madeByUs('ZM-OR'),
  },
]
