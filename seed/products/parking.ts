import { madeByUs, type SeedProduct, sized, told } from './goods.ts'
import { fixedBy, madeOf } from './materials.ts'

export const parkingSigns: readonly SeedProduct[] = [
  {
    key: 'parking',
    category: 'parking',
    madeToOrder: false,
    leadDays: 1,
    text: {
      lv: {
        ...told(
          'Stāvvietas zīme „P”',
          'Atstarojoša zīme privātai stāvvietai pie mājas vai veikala.',
          'Zila zīme ar baltu burtu, pārklāta ar atstarojošu plēvi, tāpēc starmešu gaismā redzama pa gabalu.',
          'Zīme paredzēta privātai teritorijai. Zīmēm uz koplietošanas ielas vajadzīgs ceļa pārvaldītāja saskaņojums.',
        ),
        slug: 'stavvietas-zime',
      },
      en: {
        ...told(
          'Parking sign “P”',
          'A reflective sign for private parking at a house or a shop.',
          'A blue sign with a white letter, covered in reflective film, so headlights pick it out from afar.',
          'It is meant for private grounds. Signs on a public street need the consent of the road’s manager.',
        ),
        slug: 'parking-sign',
      },
      sv: told(
        'Parkeringsskylt ”P”',
        'En reflekterande skylt för den privata parkeringen vid huset eller butiken.',
        'En blå skylt med vit bokstav och reflekterande folie, så att strålkastarna fångar den på långt håll.',
        'Den är avsedd för privat mark. Skyltar på allmän gata kräver väghållarens medgivande.',
      ),
      nl: told(
        'Parkeerbord „P”',
        'Een reflecterend bord voor eigen parkeerplaatsen bij huis of winkel.',
        'Een blauw bord met een witte letter en reflecterende folie, zodat koplampen het van ver oplichten.',
        'Het is bedoeld voor eigen terrein. Voor borden langs de openbare weg is toestemming van de wegbeheerder nodig.',
      ),
    },
    material: {
      lv: '2 mm alumīnijs ar atstarojošu plēvi',
      en: '2 mm aluminium with reflective film',
      sv: '2 mm aluminium med reflekterande folie',
      nl: '2 mm aluminium met reflecterende folie',
    },
    fixing: {
      lv: 'Četri caurumi 6 mm skrūvēm; der arī staba apskavas',
      en: 'Four holes for 6 mm screws; post clamps fit too',
      sv: 'Fyra hål för 6 mm skruvar; passar även stolpklammer',
      nl: 'Vier gaten voor schroeven van 6 mm; ook voor paalbeugels',
    },
    drawing: {
      kind: 'panel',
      symbol: 'parking',
      finish: 'road-blue',
      fixing: 'screws',
      widthMm: 400,
      heightMm: 400,
    },
    alt: {
      lv: 'Zila kvadrātveida zīme ar baltu burtu P',
      en: 'Blue square sign with a white letter P',
      sv: 'Blå kvadratisk skylt med en vit bokstav P',
      nl: 'Blauw vierkant bord met een witte letter P',
    },
    views: ['post', 'close'],
    variants: [
      sized('SP-30', [300, 300], 2200, 490, { material: 'aluminium', stock: 14 }),
      sized('SP-40', [400, 400], 3200, 870, { material: 'aluminium', stock: 7 }),
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
      lv: told(
        'Rezervētas stāvvietas zīme',
        'Burts „P” un Jūsu teksts: auto numurs, dzīvoklis vai uzņēmums.',
        'Zīme pasaka, kam stāvvieta pieder, un to redz arī tumsā. Līdz trim rindām: piemēram, „Tikai klientiem” un uzņēmuma nosaukums.',
        'Platā zīme ir zema un der sienai vai barjerai, augstā – stabam.',
      ),
      en: told(
        'Reserved parking sign',
        'The letter “P” and your own text: a number plate, a flat or a company.',
        'The sign says whose space it is, and says it in the dark too. Up to three lines: “Customers only” and the company’s name, for instance.',
        'The wide sign is low and suits a wall or a barrier, the tall one a post.',
      ),
      sv: told(
        'Skylt för reserverad parkering',
        'Bokstaven ”P” och din egen text: ett registreringsnummer, en lägenhet eller ett företag.',
        'Skylten talar om vems platsen är, och det även i mörkret. Upp till tre rader: till exempel ”Endast för kunder” och företagets namn.',
        'Den breda skylten är låg och passar en vägg eller bom, den höga en stolpe.',
      ),
      nl: told(
        'Bord voor gereserveerde parkeerplaats',
        'De letter „P” en uw eigen tekst: een kenteken, een appartement of een bedrijf.',
        'Het bord zegt van wie de plaats is, ook in het donker. Maximaal drie regels: bijvoorbeeld „Alleen voor klanten” en de naam van het bedrijf.',
        'Het brede bord is laag en past op een muur of slagboom, het hoge op een paal.',
      ),
    },
    material: {
      lv: '2 mm alumīnijs ar atstarojošu plēvi',
      en: '2 mm aluminium with reflective film',
      sv: '2 mm aluminium med reflekterande folie',
      nl: '2 mm aluminium met reflecterende folie',
    },
    fixing: {
      lv: 'Caurumi 6 mm skrūvēm; der arī staba apskavas',
      en: 'Holes for 6 mm screws; post clamps fit too',
      sv: 'Hål för 6 mm skruvar; passar även stolpklammer',
      nl: 'Gaten voor schroeven van 6 mm; ook voor paalbeugels',
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
      sv: 'Blå parkeringsskylt med bokstaven P och orden ”Tikai klientiem, Rudzu garoza”',
      nl: 'Blauw parkeerbord met de letter P en de woorden „Tikai klientiem, Rudzu garoza”',
    },
    views: ['post'],
    variants: [
      sized('SR-52', [520, 110], 2400, 310, {
        kind: { lv: 'platā', en: 'wide', sv: 'bred', nl: 'breed' },
        material: 'aluminium',
      }),
      sized('SR-30', [300, 400], 3400, 650, {
        kind: { lv: 'augstā', en: 'tall', sv: 'hög', nl: 'hoog' },
        material: 'aluminium',
      }),
    ],
    safety: madeByUs('ZM-SR'),
  },

  {
    key: 'disabled-parking',
    category: 'parking',
    madeToOrder: false,
    leadDays: 1,
    text: {
      lv: told(
        'Stāvvieta cilvēkiem ar invaliditāti',
        'Zīme privātai stāvvietai pie veikala, klīnikas vai mājas.',
        'Ratiņkrēsla piktogramma uz atstarojošas plēves, labi redzama arī tumsā. Uzstādiet to vietas galā, ne augstāk par diviem metriem.',
        'Der kopā ar staba apskavām.',
      ),
      en: told(
        'Parking for disabled people',
        'For private parking at a shop, a clinic or a house.',
        'The wheelchair pictogram on reflective film, easy to see in the dark too. Put it up at the head of the space, no higher than two metres.',
        'Goes with our post clamps.',
      ),
      sv: told(
        'Parkering för rörelsehindrade',
        'För den privata parkeringen vid butiken, kliniken eller huset.',
        'Rullstolspiktogrammet på reflekterande folie syns väl även i mörker. Sätt skylten vid platsens ände, högst två meter upp.',
        'Passar våra stolpklammer.',
      ),
      nl: told(
        'Parkeerbord gehandicapten',
        'Voor eigen parkeerplaatsen bij een winkel, kliniek of huis.',
        'Het rolstoelpictogram op reflecterende folie, ook in het donker goed te zien. Plaats het aan het hoofd van het vak, niet hoger dan twee meter.',
        'Past bij onze paalbeugels.',
      ),
    },
    material: madeOf.reflective,
    fixing: fixedBy.post,
    drawing: {
      kind: 'panel',
      symbol: 'wheelchair',
      finish: 'road-blue',
      fixing: 'screws',
      widthMm: 300,
      heightMm: 300,
    },
    alt: {
      lv: 'Zila kvadrātveida zīme ar cilvēku ratiņkrēslā',
      en: 'Blue square sign with a person in a wheelchair',
      sv: 'Blå kvadratisk skylt med en person i rullstol',
      nl: 'Blauw vierkant bord met een persoon in een rolstoel',
    },
    views: ['post'],
    variants: [
      sized('SI-30', [300, 300], 2300, 490, { material: 'aluminium', stock: 8, wasCents: 2750 }),
      sized('SI-40', [400, 400], 3300, 870, { material: 'aluminium', stock: 5, wasCents: 3850 }),
    ],
    safety: madeByUs('ZM-SI'),
    related: ['parking', 'post-clamp'],
  },
]
