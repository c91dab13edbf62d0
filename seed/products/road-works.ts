import { madeByUs, type SeedProduct, sized, told } from './goods.ts'
import { fixedBy, madeOf, roadKeeper } from './materials.ts'

/** For work on the road, and what holds a sign. */
export const roadWorks: readonly SeedProduct[] = [
  {
    key: 'road-works',
    category: 'road-signs',
    madeToOrder: false,
    leadDays: 2,
    publication: { inDays: 12 },
    text: {
      lv: told(
        'Ceļa zīme „Ceļa darbi”',
        'Dzeltens trīsstūris strādniekiem, kas rok, asfaltē vai mērī.',
        'Pagaidu zīme ar dzeltenu fonu, ko uzstāda uz statīva vai staba. Plēve iztur biežu pārvietošanu.',
        'Darba vietas aprīkojumu saskaņo ar ceļa pārvaldītāju.',
      ),
      en: told(
        'Road sign “Road works”',
        'A yellow triangle for those who dig, pave or survey.',
        'A temporary sign with a yellow ground for a stand or a post. The film stands up to being moved often.',
        'How a work site is marked is agreed with the manager of the road.',
      ),
      sv: told(
        'Vägmärke ”Vägarbete”',
        'En gul triangel för den som gräver, asfalterar eller mäter.',
        'En tillfällig skylt med gul botten för stativ eller stolpe. Folien tål att flyttas ofta.',
        'Hur arbetsplatsen märks ut bestäms tillsammans med väghållaren.',
      ),
      nl: told(
        'Verkeersbord „Werk in uitvoering”',
        'Een gele driehoek voor wie graaft, asfalteert of meet.',
        'Een tijdelijk bord met gele achtergrond voor een statief of paal. De folie kan tegen veel verplaatsen.',
        'De inrichting van het werkvak wordt met de wegbeheerder afgestemd.',
      ),
    },
    material: madeOf.road,
    fixing: fixedBy.post,
    authority: roadKeeper,
    drawing: { kind: 'road', shape: 'danger', widthMm: 700, heightMm: 616 },
    alt: {
      lv: 'Dzeltens trīsstūris ar sarkanu malu un strādnieku ar lāpstu',
      en: 'Yellow triangle with a red rim and a worker with a shovel',
      sv: 'Gul triangel med röd kant och en arbetare med spade',
      nl: 'Gele driehoek met rode rand en een werker met een schop',
    },
    variants: [sized('CZ-CD-70', [700, 616], 4900, 1500, { material: 'aluminium', stock: 10, depthMm: 18 })],
    safety: madeByUs('ZM-CZ-130'),
    related: ['post-clamp'],
  },
  {
    key: 'post-clamp',
    category: 'road-signs',
    madeToOrder: false,
    leadDays: 1,
    text: {
      lv: told(
        'Staba apskavu pāris',
        'Divas cinkotas apskavas, kas zīmi tur pie 60 mm staba.',
        'Der visām mūsu ceļa un stāvvietu zīmēm ar 6 mm caurumiem. Skrūves un uzgriežņi ir komplektā.',
        'Vienai zīmei līdz 60 cm vajag vienu pāri.',
      ),
      en: told(
        'Pair of post clamps',
        'Two galvanised clamps that hold a sign on a 60 mm post.',
        'They fit all our road and parking signs with 6 mm holes. Bolts and nuts are included.',
        'One pair is enough for a sign of up to 60 cm.',
      ),
      sv: told(
        'Stolpklammer, ett par',
        'Två förzinkade klammer som håller skylten på en 60 mm stolpe.',
        'De passar alla våra vägmärken och parkeringsskyltar med 6 mm hål. Skruv och mutter ingår.',
        'Ett par räcker till en skylt på upp till 60 cm.',
      ),
      nl: told(
        'Paalbeugels, per paar',
        'Twee verzinkte beugels die een bord op een paal van 60 mm houden.',
        'Ze passen op al onze verkeers- en parkeerborden met gaten van 6 mm. Bouten en moeren meegeleverd.',
        'Eén paar is genoeg voor een bord tot 60 cm.',
      ),
    },
    material: {
      lv: 'Karsti cinkots tērauds',
      en: 'Hot-dip galvanised steel',
      sv: 'Varmförzinkat stål',
      nl: 'Thermisch verzinkt staal',
    },
    drawing: { kind: 'supply', what: 'clamps' },
    alt: {
      lv: 'Divas cinkotas apskavas ap tērauda stabu',
      en: 'Two galvanised clamps round a steel post',
      sv: 'Två förzinkade klammer runt en stålstolpe',
      nl: 'Twee verzinkte beugels om een stalen paal',
    },
    variants: [
      sized('AK-60', [160, 60], 850, 380, {
        label: {
          lv: 'Stabam 60 mm',
          en: 'For a 60 mm post',
          sv: 'För 60 mm stolpe',
          nl: 'Voor paal van 60 mm',
        },
        stock: 62,
        depthMm: 60,
        tiers: [[10, 720]],
      }),
      sized('AK-76', [180, 60], 950, 430, {
        label: {
          lv: 'Stabam 76 mm',
          en: 'For a 76 mm post',
          sv: 'För 76 mm stolpe',
          nl: 'Voor paal van 76 mm',
        },
        stock: 28,
        depthMm: 76,
        tiers: [[10, 810]],
      }),
    ],
    safety: madeByUs('ZM-AK'),
    related: ['parking', 'stop'],
  },
]
