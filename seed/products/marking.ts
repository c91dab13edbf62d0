import { madeByTapeWorks, madeByUs, type SeedProduct, sized, told } from './goods.ts'
import { fixedBy, madeOf } from './materials.ts'

/** What marks floors, doors and panes. */
export const marking: readonly SeedProduct[] = [
  {
    key: 'floor-arrow',
    category: 'stickers',
    madeToOrder: false,
    leadDays: 1,
    text: {
      lv: told(
        'Grīdas uzlīme ar bultu',
        'Rāda ceļu noliktavā, veikalā un pasākumā.',
        'Virsma ir raupja, tāpēc neslīd arī slapjos apavos. Plēve iztur ratus un grīdas mazgāšanu vairākus mēnešus.',
        'Noņemot siltu, līme uz gludas grīdas nepaliek.',
      ),
      en: told(
        'Floor sticker with arrow',
        'Shows the way in a warehouse, a shop or at an event.',
        'The surface is rough, so it does not slip even under wet shoes. The film stands up to trolleys and floor washing for months.',
        'Removed warm, it leaves no glue on a smooth floor.',
      ),
      sv: told(
        'Golvdekal med pil',
        'Visar vägen på lagret, i butiken eller på evenemanget.',
        'Ytan är sträv och blir inte hal ens under blöta skor. Folien tål vagnar och golvtvätt i månader.',
        'Tas den bort varm blir inget lim kvar på ett slätt golv.',
      ),
      nl: told(
        'Vloersticker met pijl',
        'Wijst de weg in een magazijn, een winkel of op een evenement.',
        'Het oppervlak is ruw en dus niet glad, ook niet onder natte schoenen. De folie kan maandenlang tegen karren en dweilen.',
        'Warm verwijderd laat hij op een gladde vloer geen lijm achter.',
      ),
    },
    material: {
      lv: 'PVC plēve ar pretslīdes laminātu',
      en: 'PVC film with anti-slip laminate',
      sv: 'PVC-folie med halkskyddande laminat',
      nl: 'Pvc-folie met antisliplaminaat',
    },
    fixing: fixedBy.glue,
    drawing: {
      kind: 'panel',
      symbol: 'upward',
      finish: 'film-white',
      fixing: 'adhesive',
      round: true,
      widthMm: 300,
      heightMm: 300,
    },
    alt: {
      lv: 'Apaļa zila grīdas uzlīme ar baltu bultu',
      en: 'Round blue floor sticker with a white arrow',
      sv: 'Rund blå golvdekal med en vit pil',
      nl: 'Ronde blauwe vloersticker met een witte pijl',
    },
    variants: [
      sized('GU-30', [300, 300], 990, 34, { material: 'film', stock: 33, tiers: [[10, 790]] }),
      sized('GU-40', [400, 400], 1490, 60, { material: 'film', stock: 18, tiers: [[10, 1190]] }),
    ],
    safety: madeByUs('ZM-GU'),
    related: ['hazard-tape'],
  },
  {
    key: 'push-pull',
    category: 'stickers',
    madeToOrder: false,
    leadDays: 1,
    text: {
      lv: told(
        'Durvju uzlīmes „Grūst” un „Vilkt”',
        'Divas uzlīmes, lai neviens vairs nerausta nepareizās durvis.',
        'Lieli burti uz tumša fona, ko pamana arī ar pilnām rokām. Komplektā ir abas puses vienām durvīm.',
        'Turas uz stikla, metāla un krāsota koka.',
      ),
      en: told(
        'Door stickers “Grūst” and “Vilkt”',
        'Two stickers, so that nobody tugs at the wrong side any more.',
        'The Latvian words for push and pull in large letters on a dark ground, noticed even with full hands. The set holds both sides of one door.',
        'They hold on glass, metal and painted wood.',
      ),
      sv: told(
        'Dörrdekaler ”Grūst” och ”Vilkt”',
        'Två dekaler, så att ingen rycker i fel sida längre.',
        'De lettiska orden för tryck och drag med stora bokstäver på mörk botten. Satsen räcker till båda sidorna av en dörr.',
        'Fäster på glas, metall och målat trä.',
      ),
      nl: told(
        'Deurstickers „Grūst” en „Vilkt”',
        'Twee stickers, zodat niemand meer aan de verkeerde kant trekt.',
        'De Letse woorden voor duwen en trekken in grote letters op donker. De set is voor beide kanten van één deur.',
        'Ze hechten op glas, metaal en geverfd hout.',
      ),
    },
    material: madeOf.vinyl,
    fixing: fixedBy.glue,
    drawing: {
      kind: 'set',
      columns: 2,
      pieces: [
        {
          kind: 'plate',
          finish: 'acrylic-black',
          layout: 'equal',
          fixing: 'adhesive',
          sample: ['Grūst'],
          widthMm: 120,
          heightMm: 120,
        },
        {
          kind: 'plate',
          finish: 'acrylic-black',
          layout: 'equal',
          fixing: 'adhesive',
          sample: ['Vilkt'],
          widthMm: 120,
          heightMm: 120,
        },
      ],
    },
    alt: {
      lv: 'Divas melnas uzlīmes ar vārdiem „Grūst” un „Vilkt”',
      en: 'Two black stickers with the words “Grūst” and “Vilkt”',
      sv: 'Två svarta dekaler med orden ”Grūst” och ”Vilkt”',
      nl: 'Twee zwarte stickers met de woorden „Grūst” en „Vilkt”',
    },
    views: ['glass'],
    variants: [sized('GV-12', [120, 120], 490, 12, { material: 'film', stock: 53 })],
    safety: madeByUs('ZM-GV'),
  },
  {
    key: 'glass-strip',
    category: 'stickers',
    madeToOrder: false,
    leadDays: 2,
    text: {
      lv: told(
        'Stikla marķējuma lente',
        'Matēti punkti, lai stikla sienu pamana, pirms tajā ieskrien.',
        'Lente jālīmē divās joslās: ap metru un ap pusotru metru no grīdas. Caur to joprojām ir gaišs.',
        'Pārdodam metros: ielieciet grozā tik gabalu, cik metru vajag.',
      ),
      en: told(
        'Glass marking strip',
        'Frosted dots, so that a glass wall is seen before it is walked into.',
        'The strip goes on in two bands, about one metre and one and a half metres above the floor. It still lets the light in.',
        'Sold by the metre: put as many pieces into the cart as you need metres.',
      ),
      sv: told(
        'Markering för glasytor',
        'Frostade prickar som gör att glasväggen syns innan någon går in i den.',
        'Sätt två band, ungefär en och en och en halv meter över golvet. Ljuset kommer fortfarande igenom.',
        'Säljs per meter: lägg så många i varukorgen som du behöver meter.',
      ),
      nl: told(
        'Markeerband voor glas',
        'Matte stippen, zodat een glazen wand gezien wordt voordat iemand ertegenaan loopt.',
        'Breng twee banden aan, op ongeveer één en anderhalve meter boven de vloer. Het licht komt er nog steeds door.',
        'Per meter verkocht: leg zoveel stuks in de winkelwagen als u meters nodig hebt.',
      ),
    },
    material: {
      lv: 'Matēta vinila plēve, 100 mm plata',
      en: 'Frosted vinyl film, 100 mm wide',
      sv: 'Frostad vinylfolie, 100 mm bred',
      nl: 'Matte vinylfolie, 100 mm breed',
    },
    fixing: fixedBy.glue,
    drawing: { kind: 'supply', what: 'glass-tape' },
    alt: {
      lv: 'Matētas punktotas lentes rullis ar attītu galu',
      en: 'Roll of frosted dotted strip with its end unwound',
      sv: 'Rulle med frostad prickig folie, änden avrullad',
      nl: 'Rol matte gestippelde band met het uiteinde afgerold',
    },
    variants: [
      sized('SL-10', [100, 100], 340, 14, {
        label: {
          lv: '1 metrs, 100 mm plata',
          en: '1 metre, 100 mm wide',
          sv: '1 meter, 100 mm bred',
          nl: '1 meter, 100 mm breed',
        },
        material: 'film',
        stock: 240,
        measure: [1, 'm'],
        tiers: [
          [10, 290],
          [30, 240],
        ],
      }),
    ],
    safety: madeByTapeWorks('NT-FD100'),
    related: ['window-lettering', 'push-pull'],
  },
]
