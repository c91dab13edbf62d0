import { madeByUs, type SeedProduct, sized, told } from './goods.ts'
import { beware, brass, fixedBy, steel } from './materials.ts'

/** Engraved goods that are given or put on things. */
export const gifts: readonly SeedProduct[] = [
  {
    key: 'pet-tag',
    category: 'engraving',
    madeToOrder: true,
    words: { lines: 2, lineLength: 12, required: true },
    leadDays: 2,
    text: {
      lv: told(
        'Suņa medaljons „Kauliņš”',
        'Viegls tērauda kauliņš ar suņa vārdu un Jūsu tālruni.',
        'Ja suns aizklīst, atradējs piezvana. Gravējums ir tik dziļš, ka to nenodeldē ne smiltis, ne jūra.',
        'Pirmajā rindā vārds, otrajā – tālruņa numurs. Gredzens ir komplektā.',
      ),
      en: told(
        'Dog tag “Bone”',
        'A light steel bone with the dog’s name and your telephone number.',
        'If the dog strays, whoever finds it can call. The engraving is deep enough for sand and sea.',
        'The name goes in the first line, the number in the second. The ring is included.',
      ),
      sv: told(
        'Hundbricka ”Benet”',
        'Ett lätt stålben med hundens namn och ditt telefonnummer.',
        'Springer hunden bort kan den som hittar den ringa. Gravyren är så djup att varken sand eller hav nöter bort den.',
        'Namnet står på första raden, numret på den andra. Ring ingår.',
      ),
      nl: told(
        'Hondenpenning „Bot”',
        'Een licht stalen botje met de naam van de hond en uw telefoonnummer.',
        'Loopt de hond weg, dan kan de vinder bellen. De gravure is zo diep dat zand en zee er geen vat op hebben.',
        'De naam op de eerste regel, het nummer op de tweede. Ring meegeleverd.',
      ),
    },
    material: {
      lv: '1,5 mm nerūsējošais tērauds vai misiņš',
      en: '1.5 mm stainless steel or brass',
      sv: '1,5 mm rostfritt stål eller mässing',
      nl: '1,5 mm roestvrij staal of messing',
    },
    fixing: {
      lv: 'Tērauda gredzens 15 mm komplektā',
      en: '15 mm steel ring included',
      sv: 'Stålring 15 mm ingår',
      nl: 'Stalen ring van 15 mm meegeleverd',
    },
    warnings: beware.smallParts,
    drawing: {
      kind: 'tag',
      finish: 'steel',
      shape: 'bone',
      sample: ['Reksis', '20000102'],
      widthMm: 50,
      heightMm: 27,
    },
    alt: {
      lv: 'Tērauda kauliņš ar tekstu „Reksis 20000102”',
      en: 'Steel bone with the words “Reksis 20000102”',
      sv: 'Stålben med texten ”Reksis 20000102”',
      nl: 'Stalen botje met de tekst „Reksis 20000102”',
    },
    variants: [
      sized('SM-T-50', [50, 27], 890, 9, { kind: steel, material: 'steel', finish: 'steel' }),
      sized('SM-M-50', [50, 27], 990, 10, { kind: brass, material: 'brass', finish: 'brass' }),
    ],
    safety: madeByUs('ZM-SM'),
  },
  {
    key: 'machine-plate',
    category: 'engraving',
    madeToOrder: true,
    takesArtwork: true,
    words: { lines: 6, lineLength: 30, required: true },
    leadDays: 4,
    text: {
      lv: told(
        'Iekārtas datu plāksnīte',
        'Tips, numurs, jauda un gads alumīnijā, kas iztur eļļu un šķīdinātājus.',
        'Virsraksts ir pirmajā rindā, tālāk – rādītājs un tā vērtība, piemēram, „Jauda 4 kW”. Vērtības izlīdzinām pa labi.',
        'Ja Jums ir savs zīmējums vai logotips, pievienojiet to pasūtījumam PDF vai attēla failā.',
      ),
      en: told(
        'Machine data plate',
        'Type, number, power and year in aluminium that stands up to oil and solvents.',
        'The heading goes in the first line, then a property and its value, for instance “Power 4 kW”. We set the values on the right.',
        'If you have a drawing or a logo of your own, add it to the order as a PDF or a picture.',
      ),
      sv: told(
        'Maskinskylt',
        'Typ, nummer, effekt och år i aluminium som tål olja och lösningsmedel.',
        'Rubriken står på första raden, därefter en uppgift och dess värde, till exempel ”Effekt 4 kW”. Värdena ställs till höger.',
        'Har du en egen ritning eller logotyp bifogar du den till beställningen som PDF eller bild.',
      ),
      nl: told(
        'Typeplaatje voor machines',
        'Type, nummer, vermogen en jaar in aluminium dat tegen olie en oplosmiddelen kan.',
        'De kop komt op de eerste regel, daaronder een kenmerk met zijn waarde, bijvoorbeeld „Vermogen 4 kW”. De waarden zetten we rechts.',
        'Hebt u een eigen tekening of logo, voeg die dan als pdf of afbeelding bij de bestelling.',
      ),
    },
    material: {
      lv: '1 mm anodēts alumīnijs',
      en: '1 mm anodised aluminium',
      sv: '1 mm anodiserad aluminium',
      nl: '1 mm geanodiseerd aluminium',
    },
    fixing: {
      lv: 'Četri caurumi 3 mm kniedēm vai skrūvēm',
      en: 'Four holes for 3 mm rivets or screws',
      sv: 'Fyra hål för 3 mm nitar eller skruvar',
      nl: 'Vier gaten voor popnagels of schroeven van 3 mm',
    },
    drawing: {
      kind: 'plate',
      finish: 'aluminium',
      layout: 'hours',
      fixing: 'screws',
      sample: ['Ķieģeļu prese KX', 'Numurs 000147', 'Gads 2026', 'Jauda 4 kW'],
      widthMm: 90,
      heightMm: 60,
    },
    alt: {
      lv: 'Alumīnija datu plāksnīte: ķieģeļu prese KX, numurs 000147, gads 2026, jauda 4 kW',
      en: 'Aluminium data plate of a brick press with number, year and power',
      sv: 'Maskinskylt i aluminium för en tegelpress med nummer, år och effekt',
      nl: 'Aluminium typeplaatje van een steenpers met nummer, jaar en vermogen',
    },
    views: ['close', 'sizes'],
    variants: [
      sized('IP-A-60', [60, 40], 1290, 7, {
        material: 'aluminium',
        tiers: [
          [10, 890],
          [50, 590],
        ],
      }),
      sized('IP-A-90', [90, 60], 1690, 15, {
        material: 'aluminium',
        tiers: [
          [10, 1190],
          [50, 790],
        ],
      }),
    ],
    safety: madeByUs('ZM-IP-A'),
  },
  {
    key: 'trophy-plate',
    category: 'engraving',
    madeToOrder: true,
    words: { lines: 3, lineLength: 26, required: true },
    leadDays: 2,
    text: {
      lv: told(
        'Kausa plāksnīte',
        'Pašlīmējoša plāksnīte kausam, balvai vai dāvanai.',
        'Mazs gravējums, kas pasaka, kam, par ko un kad. Divās darba dienās arī tad, ja sacensības ir sestdien.',
        'Līdz trim rindām; pirmā ir izcelta.',
      ),
      en: told(
        'Trophy plate',
        'A self-adhesive plate for a cup, an award or a gift.',
        'A small engraving that says for whom, for what and when. In two working days, even if the race is on Saturday.',
        'Up to three lines; the first stands out.',
      ),
      sv: told(
        'Pokalskylt',
        'En självhäftande skylt för pokalen, priset eller presenten.',
        'En liten gravyr som säger vem, för vad och när. Klar på två arbetsdagar, även om tävlingen är på lördag.',
        'Upp till tre rader; den första framhävs.',
      ),
      nl: told(
        'Bekerplaatje',
        'Een zelfklevend plaatje voor een beker, een prijs of een cadeau.',
        'Een kleine gravure die zegt voor wie, waarvoor en wanneer. Binnen twee werkdagen, ook als de wedstrijd zaterdag is.',
        'Maximaal drie regels; de eerste valt op.',
      ),
    },
    material: {
      lv: '0,5 mm misiņš vai tērauds',
      en: '0.5 mm brass or steel',
      sv: '0,5 mm mässing eller stål',
      nl: '0,5 mm messing of staal',
    },
    fixing: fixedBy.glue,
    drawing: {
      kind: 'plate',
      finish: 'brass',
      layout: 'name',
      fixing: 'adhesive',
      sample: ['Zvejnieku regate', '1. vieta', 'Liepāja, 2026'],
      widthMm: 70,
      heightMm: 35,
    },
    alt: {
      lv: 'Misiņa plāksnīte ar tekstu „Zvejnieku regate, 1. vieta, Liepāja, 2026”',
      en: 'Brass plate with the words “Zvejnieku regate, 1. vieta, Liepāja, 2026”',
      sv: 'Mässingsskylt med texten ”Zvejnieku regate, 1. vieta, Liepāja, 2026”',
      nl: 'Messing plaatje met de tekst „Zvejnieku regate, 1. vieta, Liepāja, 2026”',
    },
    variants: [
      sized('KP-M-70', [70, 35], 690, 11, {
        kind: brass,
        material: 'brass',
        finish: 'brass',
        tiers: [
          [5, 590],
          [20, 490],
        ],
      }),
      sized('KP-T-70', [70, 35], 650, 10, {
        kind: steel,
        material: 'steel',
        finish: 'steel',
        tiers: [
          [5, 550],
          [20, 450],
        ],
      }),
    ],
    safety: madeByUs('ZM-KP'),
  },
]
