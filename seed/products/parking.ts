import { madeByUs, paragraphs, type SeedProduct } from './goods.ts'

export const parkingSigns: readonly SeedProduct[] = [
  {
    key: 'parking',
    category: 'parking',
    madeToOrder: false,
    leadDays: 1,
    text: {
      lv: {
        slug: 'stavvietas-zime',
        name: 'Stāvvietas zīme „P”',
        summary: 'Atstarojoša zīme privātai stāvvietai pie mājas vai veikala.',
        description: paragraphs(
          'Zila zīme ar baltu burtu, pārklāta ar atstarojošu plēvi, tāpēc starmešu gaismā redzama pa gabalu.',
          'Zīme paredzēta privātai teritorijai. Zīmēm uz koplietošanas ielas vajadzīgs ceļa pārvaldītāja saskaņojums.',
        ),
        material: '2 mm alumīnijs ar atstarojošu plēvi',
        fixing: 'Četri caurumi 6 mm skrūvēm; der arī staba apskavas',
      },
      en: {
        slug: 'parking-sign',
        name: 'Parking sign “P”',
        summary: 'A reflective sign for private parking at a house or a shop.',
        description: paragraphs(
          'A blue sign with a white letter, covered in reflective film, so headlights pick it out from afar.',
          'It is meant for private grounds. Signs on a public street need the consent of the road’s manager.',
        ),
        material: '2 mm aluminium with reflective film',
        fixing: 'Four holes for 6 mm screws; post clamps fit too',
      },
    },
    drawing: {
      kind: 'panel',
      symbol: 'parking',
      finish: 'road-blue',
      fixing: 'screws',
      widthMm: 400,
      heightMm: 400,
    },
    alt: { lv: 'Zila kvadrātveida zīme ar baltu burtu P', en: 'Blue square sign with a white letter P' },
    variants: [
      {
        sku: 'SP-30',
        label: { lv: '300 × 300 mm', en: '300 × 300 mm' },
        priceCents: 2200,
        stock: 14,
        weightGrams: 490,
        widthMm: 300,
        heightMm: 300,
      },
      {
        sku: 'SP-40',
        label: { lv: '400 × 400 mm', en: '400 × 400 mm' },
        priceCents: 3200,
        stock: 7,
        weightGrams: 870,
        widthMm: 400,
        heightMm: 400,
      },
    ],
    safety: madeByUs('ZM-SP'),
  },
  {
    key: 'reserved-parking',
    category: 'parking',
    madeToOrder: true,
    words: { lines: 3, lineLength: 24, required: true },
    leadDays: 5,
    text: {
      lv: {
        slug: 'rezervetas-stavvietas-zime',
        name: 'Rezervētas stāvvietas zīme',
        summary: 'Burts „P” un Jūsu teksts: auto numurs, dzīvoklis vai uzņēmums.',
        description: paragraphs(
          'Zīme pasaka, kam stāvvieta pieder, un to redz arī tumsā. Līdz trim rindām: piemēram, „Tikai klientiem” un uzņēmuma nosaukums.',
          'Platā zīme ir zema un der sienai vai barjerai, augstā – stabam.',
        ),
        material: '2 mm alumīnijs ar atstarojošu plēvi',
        fixing: 'Caurumi 6 mm skrūvēm; der arī staba apskavas',
      },
      en: {
        slug: 'reserved-parking-sign',
        name: 'Reserved parking sign',
        summary: 'The letter “P” and your own text: a number plate, a flat or a company.',
        description: paragraphs(
          'The sign says whose space it is, and says it in the dark too. Up to three lines: “Customers only” and the company’s name, for instance.',
          'The wide sign is low and suits a wall or a barrier, the tall one a post.',
        ),
        material: '2 mm aluminium with reflective film',
        fixing: 'Holes for 6 mm screws; post clamps fit too',
      },
    },
    drawing: {
      kind: 'plate',
      finish: 'road-blue',
      layout: 'parking',
      fixing: 'screws',
      sample: ['Tikai klientiem', 'Rudzu garoza'],
      widthMm: 300,
      heightMm: 400,
    },
    alt: {
      lv: 'Zila stāvvietas zīme ar burtu P un tekstu „Tikai klientiem, Rudzu garoza”',
      en: 'Blue parking sign with the letter P and the words “Tikai klientiem, Rudzu garoza”',
    },
    variants: [
      {
        sku: 'SR-52',
        label: { lv: '520 × 110 mm, platā', en: '520 × 110 mm, wide' },
        priceCents: 2400,
        stock: null,
        weightGrams: 310,
        widthMm: 520,
        heightMm: 110,
      },
      {
        sku: 'SR-30',
        label: { lv: '300 × 400 mm, augstā', en: '300 × 400 mm, tall' },
        priceCents: 3400,
        stock: null,
        weightGrams: 650,
        widthMm: 300,
        heightMm: 400,
      },
    ],
    safety: madeByUs('ZM-SR'),
  },
]
