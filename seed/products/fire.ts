import { madeByUs, type SeedProduct, sized, told } from './goods.ts'
import { film, fixedBy, madeOf, plastic } from './materials.ts'

export const fireSigns: readonly SeedProduct[] = [
  {
    key: 'extinguisher',
    category: 'fire',
    madeToOrder: false,
    leadDays: 1,
    text: {
      lv: told(
        'Ugunsdzēsības aparāts',
        'Sarkana zīme, kas ugunsdzēsības aparātu ļauj atrast vienā mirklī.',
        'Zīmi novieto tieši virs ugunsdzēsības aparāta, lai tā būtu redzama arī tad, ja priekšā stāv cilvēki vai mēbeles.',
        'Krāsa neizbalē ilgus gadus, virsmu var tīrīt ar mitru drānu.',
      ),
      en: told(
        'Fire extinguisher',
        'A red sign that lets anyone find the extinguisher at a glance.',
        'Place the sign right above the extinguisher, so that it can be seen even when people or furniture stand in front.',
        'The colour holds for many years and the surface wipes clean with a damp cloth.',
      ),
      sv: told(
        'Brandsläckare',
        'En röd skylt som gör att alla hittar brandsläckaren direkt.',
        'Sätt skylten rakt ovanför brandsläckaren, så att den syns även när människor eller möbler står framför.',
        'Färgen håller i många år och ytan torkas av med en fuktig trasa.',
      ),
      nl: told(
        'Brandblusser',
        'Een rood bord waarmee iedereen de brandblusser meteen vindt.',
        'Hang het bord recht boven de brandblusser, zodat het ook te zien is als er mensen of meubels voor staan.',
        'De kleur blijft jarenlang goed en het oppervlak neemt u af met een vochtige doek.',
      ),
    },
    material: {
      lv: 'Pašlīmējoša plēve vai 2 mm plastikāts',
      en: 'Self-adhesive film or 2 mm rigid plastic',
      sv: 'Självhäftande folie eller 2 mm hårdplast',
      nl: 'Zelfklevende folie of 2 mm kunststof',
    },
    fixing: {
      lv: 'Pašlīmējoša aizmugure',
      en: 'Self-adhesive back',
      sv: 'Självhäftande baksida',
      nl: 'Zelfklevende achterkant',
    },
    drawing: {
      kind: 'panel',
      symbol: 'extinguisher',
      finish: 'printed-white',
      fixing: 'adhesive',
      widthMm: 200,
      heightMm: 200,
    },
    alt: {
      lv: 'Sarkana zīme ar ugunsdzēsības aparātu un liesmu',
      en: 'Red sign with a fire extinguisher and a flame',
      sv: 'Röd skylt med en brandsläckare och en låga',
      nl: 'Rood bord met een brandblusser en een vlam',
    },
    views: ['plaster'],
    variants: [
      sized('UA-L-15', [150, 150], 290, 10, { kind: film, material: 'film', stock: 120 }),
      sized('UA-P-20', [200, 200], 590, 112, { kind: plastic, material: 'plastic', stock: 64 }),
    ],
    safety: madeByUs('ZM-UA'),
  },

  {
    key: 'fire-hose',
    category: 'fire',
    madeToOrder: false,
    leadDays: 1,
    text: {
      lv: told(
        'Ugunsdzēsības krāns',
        'Sarkana zīme ar šļūteni skapim, kurā atrodas ugunsdzēsības krāns.',
        'Zīmi līmē uz skapja durvīm vai piestiprina virs tā. Piktogrammu atpazīst arī tie, kas ēkā ir pirmo reizi.',
        'Virsmu var mazgāt.',
      ),
      en: told(
        'Fire hose reel',
        'A red sign with a hose for the cabinet that holds the reel.',
        'Stick it on the door of the cabinet or fix it above. The pictogram is understood by those who are in the building for the first time.',
        'The surface can be washed.',
      ),
      sv: told(
        'Brandpost',
        'En röd skylt med en slang för skåpet där brandposten finns.',
        'Sätt den på skåpdörren eller ovanför skåpet. Piktogrammet förstås även av den som är i byggnaden för första gången.',
        'Ytan går att tvätta.',
      ),
      nl: told(
        'Brandslanghaspel',
        'Een rood bord met een slang voor de kast waarin de haspel hangt.',
        'Plak het op de kastdeur of bevestig het erboven. Ook wie voor het eerst in het gebouw is, begrijpt het pictogram.',
        'Het oppervlak is afwasbaar.',
      ),
    },
    material: madeOf.filmOrPlastic,
    fixing: fixedBy.glue,
    drawing: {
      kind: 'panel',
      symbol: 'hose',
      finish: 'printed-white',
      fixing: 'adhesive',
      widthMm: 200,
      heightMm: 200,
    },
    alt: {
      lv: 'Sarkana zīme ar ugunsdzēsības šļūteni un liesmu',
      en: 'Red sign with a fire hose and a flame',
      sv: 'Röd skylt med en brandslang och en låga',
      nl: 'Rood bord met een brandslang en een vlam',
    },
    variants: [
      sized('UK-L-15', [150, 150], 290, 10, { kind: film, material: 'film', stock: 74 }),
      sized('UK-P-20', [200, 200], 590, 112, { kind: plastic, material: 'plastic', stock: 31 }),
    ],
    safety: madeByUs('ZM-UK'),
    related: ['extinguisher', 'fire-alarm'],
  },
  {
    key: 'fire-alarm',
    category: 'fire',
    madeToOrder: false,
    leadDays: 1,
    text: {
      lv: told(
        'Ugunsgrēka trauksmes poga',
        'Zīme, kas rāda, kur nospiest, kad deg.',
        'Roka un poga: zīme ir saprotama bez vārdiem. Novietojiet to virs pogas, ne zemāk par cilvēka acu augstumu.',
        'Arī kā uzlīme gluda metāla kastēm.',
      ),
      en: told(
        'Fire alarm button',
        'The sign that shows where to press when there is a fire.',
        'A hand and a button: the sign needs no words. Place it above the button, not below eye level.',
        'Also as a sticker for smooth metal boxes.',
      ),
      sv: told(
        'Larmknapp',
        'Skylten som visar var du trycker när det brinner.',
        'En hand och en knapp: skylten behöver inga ord. Placera den ovanför knappen, inte under ögonhöjd.',
        'Finns även som dekal för släta metallådor.',
      ),
      nl: told(
        'Brandmelder',
        'Het bord dat laat zien waar u moet drukken bij brand.',
        'Een hand en een knop: het bord heeft geen woorden nodig. Plaats het boven de knop, niet lager dan ooghoogte.',
        'Ook als sticker voor gladde metalen kasten.',
      ),
    },
    material: madeOf.filmOrPlastic,
    fixing: fixedBy.glue,
    drawing: {
      kind: 'panel',
      symbol: 'alarm',
      finish: 'printed-white',
      fixing: 'adhesive',
      widthMm: 200,
      heightMm: 200,
    },
    alt: {
      lv: 'Sarkana zīme: pirksts spiež pogu',
      en: 'Red sign: a finger presses a button',
      sv: 'Röd skylt: ett finger trycker på en knapp',
      nl: 'Rood bord: een vinger drukt op een knop',
    },
    variants: [
      sized('UT-L-10', [100, 100], 240, 5, { kind: film, material: 'film', stock: 66 }),
      sized('UT-P-20', [200, 200], 590, 112, { kind: plastic, material: 'plastic', stock: 0 }),
    ],
    safety: madeByUs('ZM-UT'),
    related: ['extinguisher', 'fire-hose'],
  },
]
