import { madeByUs, type SeedProduct, sized, told } from './goods.ts'
import { fixedBy } from './materials.ts'

/** What sticks: on glass, floors, goods and tools. */
export const films: readonly SeedProduct[] = [
  {
    key: 'window-lettering',
    category: 'stickers',
    madeToOrder: true,
    takesArtwork: true,
    words: { lines: 3, lineLength: 26, required: true },
    leadDays: 3,
    text: {
      lv: told(
        'Burti skatlogam',
        'Izgriezti burti bez fona: nosaukums tieši uz stikla.',
        'Burtus izgriežam no vinila un piegādājam uz pārneses plēves, tāpēc uzlīmējas viss uzreiz un taisni. Fona nav – redzams tikai stikls.',
        'Ja Jums ir savs logotips, pievienojiet to kā PDF.',
      ),
      en: told(
        'Lettering for shop windows',
        'Cut letters without a background: your name straight on the glass.',
        'We cut the letters from vinyl and deliver them on transfer film, so everything goes on at once and straight. There is no background, only glass.',
        'If you have a logo of your own, add it as a PDF.',
      ),
      sv: told(
        'Bokstäver till skyltfönster',
        'Skurna bokstäver utan bakgrund: namnet direkt på glaset.',
        'Vi skär bokstäverna i vinyl och levererar dem på transferfolie, så att allt kommer upp på en gång och rakt. Ingen bakgrund, bara glas.',
        'Har du en egen logotyp bifogar du den som PDF.',
      ),
      nl: told(
        'Letters voor de etalage',
        'Gesneden letters zonder achtergrond: uw naam direct op het glas.',
        'We snijden de letters uit vinyl en leveren ze op transferfolie, zodat alles in één keer recht zit. Geen achtergrond, alleen glas.',
        'Hebt u een eigen logo, voeg dat dan als pdf toe.',
      ),
    },
    material: {
      lv: 'Liets vinils, kalpo ārā līdz septiņiem gadiem',
      en: 'Cast vinyl, lasts up to seven years outdoors',
      sv: 'Gjuten vinyl, håller upp till sju år utomhus',
      nl: 'Gegoten vinyl, gaat buiten tot zeven jaar mee',
    },
    fixing: {
      lv: 'Pašlīmējoši; rakelis un pamācība komplektā',
      en: 'Self-adhesive; squeegee and instructions included',
      sv: 'Självhäftande; skrapa och anvisning ingår',
      nl: 'Zelfklevend; rakel en gebruiksaanwijzing meegeleverd',
    },
    drawing: {
      kind: 'plate',
      finish: 'glass',
      layout: 'name',
      fixing: 'adhesive',
      sample: ['Rudzu garoza', 'maiznīca Liepājā'],
      widthMm: 600,
      heightMm: 300,
    },
    alt: {
      lv: 'Balti burti „Rudzu garoza, maiznīca Liepājā” uz stikla',
      en: 'White letters “Rudzu garoza, maiznīca Liepājā” on glass',
      sv: 'Vita bokstäver ”Rudzu garoza, maiznīca Liepājā” på glas',
      nl: 'Witte letters „Rudzu garoza, maiznīca Liepājā” op glas',
    },
    variants: [
      sized('BU-60', [600, 300], 2490, 60, { material: 'film' }),
      sized('BU-120', [1200, 600], 5900, 210, { material: 'film' }),
    ],
    safety: madeByUs('ZM-BU'),
    related: ['opening-hours', 'glass-strip'],
  },
  {
    key: 'logo-stickers',
    category: 'stickers',
    madeToOrder: true,
    takesArtwork: true,
    words: { lines: 2, lineLength: 16, required: true },
    leadDays: 4,
    text: {
      lv: told(
        'Apaļas uzlīmes ar Jūsu zīmi',
        'Divpadsmit uzlīmes loksnē iepakojumam, burciņām un dāvanām.',
        'Drukājam uz papīra plēves, kas nebaidās tauku un mitruma. Pievienojiet savu logotipu vai izvēlieties mūsu zīmējumu ar diviem vārdiem.',
        'Cena ir par vienu loksni; no desmit loksnēm katra maksā mazāk.',
      ),
      en: told(
        'Round stickers with your mark',
        'Twelve stickers a sheet for packaging, jars and gifts.',
        'We print on paper film that does not mind grease and damp. Add your logo or choose our drawing with two words of yours.',
        'The price is for one sheet; from ten sheets each costs less.',
      ),
      sv: told(
        'Runda dekaler med ditt märke',
        'Tolv dekaler per ark för förpackningar, burkar och presenter.',
        'Vi trycker på pappersfolie som tål fett och fukt. Bifoga din logotyp eller välj vår bild med två egna ord.',
        'Priset gäller ett ark; från tio ark blir varje billigare.',
      ),
      nl: told(
        'Ronde stickers met uw merk',
        'Twaalf stickers per vel voor verpakkingen, potjes en cadeaus.',
        'We drukken op papierfolie die tegen vet en vocht kan. Voeg uw logo toe of kies onze tekening met twee eigen woorden.',
        'De prijs geldt per vel; vanaf tien vellen is elk vel goedkoper.',
      ),
    },
    material: {
      lv: 'Matēta papīra plēve',
      en: 'Matt paper film',
      sv: 'Matt pappersfolie',
      nl: 'Matte papierfolie',
    },
    fixing: fixedBy.glue,
    drawing: { kind: 'stickers', form: 'round', sample: ['Rudzu', 'garoza'], widthMm: 45, heightMm: 45 },
    alt: {
      lv: 'Loksne ar apaļām uzlīmēm: maizes klaips un vārdi „Rudzu garoza”',
      en: 'Sheet of round stickers: a loaf and the words “Rudzu garoza”',
      sv: 'Ark med runda dekaler: en limpa och orden ”Rudzu garoza”',
      nl: 'Vel met ronde stickers: een brood en de woorden „Rudzu garoza”',
    },
    variants: [
      sized('UL-45', [45, 45], 490, 12, {
        material: 'film',
        tiers: [
          [10, 350],
          [50, 240],
        ],
      }),
      sized('UL-60', [60, 60], 650, 18, {
        material: 'film',
        tiers: [
          [10, 460],
          [50, 320],
        ],
      }),
    ],
    safety: madeByUs('ZM-UL'),
  },
  {
    key: 'inventory-labels',
    category: 'stickers',
    madeToOrder: true,
    words: { lines: 2, lineLength: 24, required: true },
    leadDays: 3,
    text: {
      lv: told(
        'Inventāra uzlīmes',
        'Piecpadsmit uzlīmes loksnē ar uzņēmuma vārdu, svītrkodu un numuru.',
        'Numurus turpinām pēc kārtas no tā, ko ierakstīsiet otrajā rindā. Uzlīmi noplēšot, tā sadalās – pārlīmēt to nevar.',
        'Der datoriem, instrumentiem un mēbelēm.',
      ),
      en: told(
        'Inventory labels',
        'Fifteen labels a sheet with company name, bar code and number.',
        'We continue the numbers from the one you put in the second line. Peeled off, a label falls to pieces, so it cannot be moved.',
        'For computers, tools and furniture.',
      ),
      sv: told(
        'Inventarieetiketter',
        'Femton etiketter per ark med företagsnamn, streckkod och nummer.',
        'Numren löper vidare från det du skriver på andra raden. En etikett som rivs av går sönder och kan inte flyttas.',
        'För datorer, verktyg och möbler.',
      ),
      nl: told(
        'Inventarislabels',
        'Vijftien labels per vel met bedrijfsnaam, streepjescode en nummer.',
        'De nummers lopen door vanaf het nummer dat u op de tweede regel zet. Wie een label lostrekt, trekt het stuk; verplaatsen kan niet.',
        'Voor computers, gereedschap en meubels.',
      ),
    },
    material: {
      lv: 'Trausla drošības plēve',
      en: 'Fragile security film',
      sv: 'Spröd säkerhetsfolie',
      nl: 'Breekbare veiligheidsfolie',
    },
    fixing: fixedBy.glue,
    drawing: {
      kind: 'stickers',
      form: 'label',
      sample: ['SIA „Ķieģelis un koks”', '000147'],
      widthMm: 50,
      heightMm: 25,
    },
    alt: {
      lv: 'Loksne ar inventāra uzlīmēm: uzņēmuma vārds, svītrkods, numurs 000147',
      en: 'Sheet of inventory labels: company name, bar code, number 000147',
      sv: 'Ark med inventarieetiketter: företagsnamn, streckkod, nummer 000147',
      nl: 'Vel met inventarislabels: bedrijfsnaam, streepjescode, nummer 000147',
    },
    variants: [
      sized('UI-50', [50, 25], 590, 9, {
        material: 'film',
        tiers: [
          [5, 490],
          [20, 390],
        ],
      }),
    ],
    safety: madeByUs('ZM-UI'),
  },
]
