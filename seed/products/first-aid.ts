import { madeByUs, type SeedProduct, sized, told } from './goods.ts'
import { film, fixedBy, madeOf, plastic } from './materials.ts'

/** Where help is found, and where everybody meets. */
export const firstAid: readonly SeedProduct[] = [
  {
    key: 'assembly-point',
    category: 'escape',
    madeToOrder: false,
    leadDays: 2,
    text: {
      lv: told(
        'Pulcēšanās vieta',
        'Liela zīme pagalmam: te visi satiekas un tiek saskaitīti.',
        'Četras bultas un cilvēku grupa. Zīmi uzstāda drošā attālumā no ēkas, pie žoga vai uz staba.',
        'Alumīnijs nerūs, un krāsa iztur tiešu sauli.',
      ),
      en: told(
        'Assembly point',
        'A large sign for the yard: here everybody meets and is counted.',
        'Four arrows and a group of people. The sign stands at a safe distance from the building, on a fence or a post.',
        'The aluminium does not rust and the colour stands up to direct sun.',
      ),
      sv: told(
        'Återsamlingsplats',
        'En stor skylt för gården: här möts alla och räknas in.',
        'Fyra pilar och en grupp människor. Skylten sätts på säkert avstånd från byggnaden, på ett staket eller en stolpe.',
        'Aluminiumet rostar inte och färgen tål direkt sol.',
      ),
      nl: told(
        'Verzamelplaats',
        'Een groot bord voor het terrein: hier komt iedereen samen en wordt geteld.',
        'Vier pijlen en een groep mensen. Het bord staat op veilige afstand van het gebouw, aan een hek of op een paal.',
        'Het aluminium roest niet en de kleur kan tegen volle zon.',
      ),
    },
    material: {
      lv: '3 mm alumīnija kompozīts',
      en: '3 mm aluminium composite',
      sv: '3 mm aluminiumkomposit',
      nl: '3 mm aluminiumcomposiet',
    },
    fixing: fixedBy.post,
    drawing: {
      kind: 'panel',
      symbol: 'assembly',
      finish: 'printed-white',
      fixing: 'screws',
      widthMm: 400,
      heightMm: 400,
    },
    alt: {
      lv: 'Zaļa zīme: četras bultas rāda uz cilvēku grupu',
      en: 'Green sign: four arrows point at a group of people',
      sv: 'Grön skylt: fyra pilar pekar mot en grupp människor',
      nl: 'Groen bord: vier pijlen wijzen naar een groep mensen',
    },
    views: ['post'],
    variants: [
      sized('PV-K-30', [300, 300], 1890, 350, { material: 'aluminium', stock: 11 }),
      sized('PV-K-40', [400, 400], 2890, 620, { material: 'aluminium', stock: 6 }),
    ],
    safety: madeByUs('ZM-PV'),
    related: ['post-clamp', 'first-aid'],
  },
  {
    key: 'first-aid',
    category: 'escape',
    madeToOrder: false,
    leadDays: 1,
    text: {
      lv: told(
        'Pirmās palīdzības aptieciņa',
        'Balts krusts uz zaļa: te ir aptieciņa.',
        'Zīme pie skapīša vai durvīm, aiz kurām glabājas pirmās palīdzības piederumi. Spīd arī tumsā.',
        'Uzlīme der skapīša durvīm, plāksne – sienai.',
      ),
      en: told(
        'First aid',
        'A white cross on green: here is the first-aid kit.',
        'The sign for the cabinet or the door behind which the kit is kept. It glows in the dark.',
        'The sticker suits the door of a cabinet, the plate a wall.',
      ),
      sv: told(
        'Första hjälpen',
        'Ett vitt kors på grönt: här finns förbandslådan.',
        'Skylten för skåpet eller dörren där förbandslådan förvaras. Den lyser i mörkret.',
        'Dekalen passar skåpdörren, skylten väggen.',
      ),
      nl: told(
        'Eerste hulp',
        'Een wit kruis op groen: hier is de verbanddoos.',
        'Het bord voor de kast of de deur waarachter de verbanddoos ligt. Het licht na in het donker.',
        'De sticker past op een kastdeur, het bord op de muur.',
      ),
    },
    material: madeOf.glowing,
    fixing: fixedBy.glue,
    drawing: {
      kind: 'panel',
      symbol: 'first-aid',
      finish: 'printed-white',
      fixing: 'adhesive',
      widthMm: 200,
      heightMm: 200,
    },
    alt: {
      lv: 'Zaļa zīme ar baltu krustu',
      en: 'Green sign with a white cross',
      sv: 'Grön skylt med ett vitt kors',
      nl: 'Groen bord met een wit kruis',
    },
    variants: [
      sized('PA-L-10', [100, 100], 250, 5, { kind: film, material: 'film', stock: 130 }),
      sized('PA-P-20', [200, 200], 590, 112, { kind: plastic, material: 'plastic', stock: 47 }),
    ],
    safety: madeByUs('ZM-PA'),
    related: ['assembly-point', 'extinguisher'],
  },
]
