import { madeByUs, type SeedProduct, sized, told } from './goods.ts'
import { black, white } from './materials.ts'

export const namePlates: readonly SeedProduct[] = [
  {
    key: 'brass-plate',
    category: 'name-plates',
    madeToOrder: true,
    words: { lines: 3, lineLength: 30, required: true },
    leadDays: 5,
    text: {
      lv: told(
        'Misiņa durvju plāksnīte',
        'Gravēta misiņa plāksnīte ar vārdu, uzvārdu vai prakses nosaukumu.',
        'Burtus gravējam un pildām ar melnu laku. Misiņš ar laiku iegūst siltu patinu; ja vēlaties spīdumu, to atjauno mīksta drāna.',
        'Pirmā rinda ir lielāka, pārējās mazākas. Pirms gravēšanas atsūtīsim maketu, ko varat apstiprināt vai labot.',
      ),
      en: told(
        'Brass door plate',
        'An engraved brass plate with a name or the name of a practice.',
        'We engrave the letters and fill them with black lacquer. Brass takes on a warm patina with time; a soft cloth brings back the shine.',
        'The first line is larger, the others smaller. Before engraving we send a proof that you can approve or change.',
      ),
      sv: told(
        'Dörrskylt i mässing',
        'En graverad mässingsskylt med ditt namn eller namnet på din praktik.',
        'Vi graverar bokstäverna och fyller dem med svart lack. Mässing får med tiden en varm patina; en mjuk trasa ger tillbaka glansen.',
        'Första raden är större, de andra mindre. Innan vi graverar får du ett korrektur som du kan godkänna eller ändra.',
      ),
      nl: told(
        'Messing naambord',
        'Een gegraveerd messing bord met een naam of de naam van een praktijk.',
        'We graveren de letters en vullen ze met zwarte lak. Messing krijgt mettertijd een warm patina; met een zachte doek komt de glans terug.',
        'De eerste regel is groter, de andere zijn kleiner. Voor het graveren sturen we een drukproef die u kunt goedkeuren of laten aanpassen.',
      ),
    },
    material: { lv: '2 mm misiņš', en: '2 mm brass', sv: '2 mm mässing', nl: '2 mm messing' },
    fixing: {
      lv: 'Četri caurumi 3 mm skrūvēm; misiņotas skrūves komplektā',
      en: 'Four holes for 3 mm screws; brass-plated screws included',
      sv: 'Fyra hål för 3 mm skruvar; förmässingade skruvar ingår',
      nl: 'Vier gaten voor schroeven van 3 mm; vermessingde schroeven meegeleverd',
    },
    drawing: {
      kind: 'plate',
      finish: 'brass',
      layout: 'name',
      fixing: 'screws',
      sample: ['Annija Liepiņa', 'Zvērināta notāre'],
      widthMm: 160,
      heightMm: 80,
    },
    alt: {
      lv: 'Misiņa plāksnīte ar tekstu „Annija Liepiņa, zvērināta notāre”',
      en: 'Brass plate with the words “Annija Liepiņa, zvērināta notāre”',
      sv: 'Mässingsskylt med texten ”Annija Liepiņa, zvērināta notāre”',
      nl: 'Messing bord met de tekst „Annija Liepiņa, zvērināta notāre”',
    },
    views: ['door', 'close', 'sizes'],
    variants: [
      sized('DP-M-10', [100, 50], 2400, 85, { material: 'brass' }),
      sized('DP-M-16', [160, 80], 3600, 215, { material: 'brass' }),
      sized('DP-M-20', [200, 120], 4800, 405, { material: 'brass' }),
    ],
    safety: madeByUs('ZM-DP-M'),
  },
  {
    key: 'acrylic-plate',
    category: 'name-plates',
    madeToOrder: true,
    words: { lines: 4, lineLength: 32, required: true },
    leadDays: 5,
    text: {
      lv: told(
        'Akrila biroja plāksne',
        'Pulēts akrils uz distanceriem: uzņēmuma nosaukums, kabinets, stāvs.',
        'Teksts drukāts uz akrila aizmugures, tāpēc to nevar noskrāpēt. Distanceri tur plāksni divus centimetrus no sienas.',
        'Līdz četrām rindām; pirmā ir izcelta. Der birojam, ārsta praksei un kāpņu telpai.',
      ),
      en: told(
        'Acrylic office plate',
        'Polished acrylic on standoffs: the company, the room, the floor.',
        'The text is printed on the back of the acrylic, so it cannot be scratched off. Standoffs hold the plate two centimetres from the wall.',
        'Up to four lines; the first stands out. For an office, a surgery or a stairwell.',
      ),
      sv: told(
        'Kontorsskylt i akryl',
        'Polerad akryl på distanser: företaget, rummet, våningen.',
        'Texten trycks på akrylens baksida och kan därför inte repas bort. Distanserna håller skylten två centimeter från väggen.',
        'Upp till fyra rader; den första framhävs. För kontoret, mottagningen eller trapphuset.',
      ),
      nl: told(
        'Kantoorbord van acrylaat',
        'Gepolijst acrylaat op afstandhouders: het bedrijf, de kamer, de verdieping.',
        'De tekst is op de achterkant van het acrylaat gedrukt en kan er dus niet af krassen. De afstandhouders houden het bord twee centimeter van de muur.',
        'Maximaal vier regels; de eerste valt op. Voor een kantoor, een praktijk of een trappenhuis.',
      ),
    },
    material: {
      lv: '5 mm akrils ar pulētām malām',
      en: '5 mm acrylic with polished edges',
      sv: '5 mm akryl med polerade kanter',
      nl: '5 mm acrylaat met gepolijste randen',
    },
    fixing: {
      lv: 'Četri nerūsējošā tērauda distanceri, skrūves un dībeļi komplektā',
      en: 'Four stainless steel standoffs, screws and plugs included',
      sv: 'Fyra distanser i rostfritt stål, skruvar och plugg ingår',
      nl: 'Vier roestvrijstalen afstandhouders, schroeven en pluggen meegeleverd',
    },
    drawing: {
      kind: 'plate',
      finish: 'acrylic',
      layout: 'name',
      fixing: 'standoffs',
      sample: ['Ķieģelis un koks', 'Grāmatvedība', '3. stāvs, 304. kabinets'],
      widthMm: 300,
      heightMm: 200,
    },
    alt: {
      lv: 'Balta akrila plāksne uz distanceriem ar tekstu „Ķieģelis un koks, Grāmatvedība, 3. stāvs, 304. kabinets”',
      en: 'White acrylic plate on standoffs with the words “Ķieģelis un koks, Grāmatvedība, 3. stāvs, 304. kabinets”',
      sv: 'Vit akrylskylt på distanser med texten ”Ķieģelis un koks, Grāmatvedība, 3. stāvs, 304. kabinets”',
      nl: 'Wit bord van acrylaat op afstandhouders met de tekst „Ķieģelis un koks, Grāmatvedība, 3. stāvs, 304. kabinets”',
    },
    views: ['plaster', 'sizes'],
    variants: [
      sized('BP-A-20', [200, 130], 2900, 240, { kind: white, material: 'acrylic', finish: 'acrylic' }),
      sized('BP-A-30', [300, 200], 4400, 440, { kind: white, material: 'acrylic', finish: 'acrylic' }),
      sized('BP-A-30M', [300, 200], 4600, 440, { kind: black, material: 'acrylic', finish: 'acrylic-black' }),
    ],
    safety: madeByUs('ZM-BP-A'),
  },
]
