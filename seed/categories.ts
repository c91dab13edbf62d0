import { slugOf } from '../src/catalogue/slugs.ts'
import type { CategoryText, Said } from './products/goods.ts'

export interface Title {
  key: string
  /** The category that it stands under. */
  parent?: string
  text: Said<CategoryText>
  /** The goods whose picture it shows. */
  shows: string
}

/** The categories in the order of the shop's shelves. */
export const titles: readonly Title[] = [
  {
    key: 'house-numbers',
    shows: 'enamel-number',
    text: {
      lv: titled('Māju numuri', 'Emalja, tērauds, slāneklis un ozols ar Jūsu numuru un ielu.'),
      en: titled('House numbers', 'Enamel, steel, slate and oak with your number and street.'),
      sv: titled('Husnummer', 'Emalj, stål, skiffer och ek med ditt nummer och din gata.'),
      nl: titled('Huisnummers', 'Emaille, staal, leisteen en eiken met uw nummer en straat.'),
    },
  },
  {
    key: 'name-plates',
    shows: 'brass-plate',
    text: {
      lv: titled('Vārda un biroja plāksnītes', 'Durvīm, galdam, pastkastītei un atlokam: ar Jūsu tekstu.'),
      en: titled('Name plates', 'For the door, the desk, the letterbox and the lapel, with your own text.'),
      sv: titled('Namnskyltar', 'För dörren, bordet, brevlådan och kavajen, med din egen text.'),
      nl: titled('Naamborden', 'Voor deur, bureau, brievenbus en revers, met uw eigen tekst.'),
    },
  },
  {
    key: 'engraving',
    shows: 'pet-tag',
    text: {
      lv: titled('Gravējumi un dāvanas', 'Piekariņi, piemiņas plāksnītes un ozols ar vārdiem, kas paliek.'),
      en: titled('Engraving and gifts', 'Tags, memorial plates and oak with words that stay.'),
      sv: titled('Gravyr och presenter', 'Brickor, minnesskyltar och ek med ord som består.'),
      nl: titled('Graveren en cadeaus', 'Penningen, herdenkingsplaatjes en eiken met woorden die blijven.'),
    },
  },
  {
    key: 'safety',
    shows: 'exit-right',
    text: {
      lv: titled(
        'Drošības zīmes',
        'Evakuācijas, ugunsdrošības, brīdinājuma un rīkojuma zīmes no noliktavas.',
      ),
      en: titled('Safety signs', 'Escape, fire, warning and mandatory signs from stock.'),
      sv: titled('Säkerhetsskyltar', 'Utrymnings-, brand-, varnings- och påbudsskyltar från lager.'),
      nl: titled('Veiligheidsborden', 'Vlucht-, brand-, waarschuwings- en gebodsborden uit voorraad.'),
    },
  },
  {
    key: 'escape',
    parent: 'safety',
    shows: 'exit-left',
    text: {
      lv: titled('Evakuācijas zīmes', 'Ceļš ārā, pulcēšanās vieta un pirmā palīdzība.'),
      en: titled('Escape signs', 'The way out, the assembly point and first aid.'),
      sv: titled('Utrymningsskyltar', 'Vägen ut, återsamlingsplatsen och första hjälpen.'),
      nl: titled('Vluchtwegborden', 'De weg naar buiten, de verzamelplaats en eerste hulp.'),
    },
  },
  {
    key: 'fire',
    parent: 'safety',
    shows: 'extinguisher',
    text: {
      lv: titled('Ugunsdrošības zīmes', 'Aparāts, krāns un trauksmes poga – atrodami uzreiz.'),
      en: titled('Fire signs', 'Extinguisher, hose and alarm button, found at once.'),
      sv: titled('Brandskyltar', 'Släckare, brandpost och larmknapp – lätta att hitta.'),
      nl: titled('Brandborden', 'Blusser, haspel en brandmelder, meteen te vinden.'),
    },
  },
  {
    key: 'warning',
    parent: 'safety',
    shows: 'electricity',
    text: {
      lv: titled('Brīdinājuma zīmes', 'Dzelteni trīsstūri un lentes vietām, kur jāuzmanās.'),
      en: titled('Warning signs', 'Yellow triangles and tape for places where care is needed.'),
      sv: titled('Varningsskyltar', 'Gula trianglar och tejp för platser där man ska se upp.'),
      nl: titled('Waarschuwingsborden', 'Gele driehoeken en tape voor plekken waar u moet opletten.'),
    },
  },
  {
    key: 'mandatory',
    parent: 'safety',
    shows: 'helmet',
    text: {
      lv: titled('Rīkojuma zīmes', 'Zili apļi, kas pasaka, kas jālieto un jādara.'),
      en: titled('Mandatory signs', 'Blue discs that say what must be worn and done.'),
      sv: titled('Påbudsskyltar', 'Blå cirklar som talar om vad som ska användas och göras.'),
      nl: titled('Gebodsborden', 'Blauwe cirkels die zeggen wat u moet dragen en doen.'),
    },
  },
  {
    key: 'prohibition',
    parent: 'safety',
    shows: 'no-smoking',
    text: {
      lv: titled('Aizlieguma zīmes', 'Sarkanā aplī: kas te nav atļauts.'),
      en: titled('Prohibition signs', 'In a red ring: what is not allowed here.'),
      sv: titled('Förbudsskyltar', 'I en röd ring: vad som inte är tillåtet här.'),
      nl: titled('Verbodsborden', 'In een rode ring: wat hier niet mag.'),
    },
  },
  {
    key: 'stamps',
    shows: 'company-stamp',
    text: {
      lv: titled('Zīmogi', 'Automātiskie, datuma, apaļie un sausspiedes zīmogi.'),
      en: titled('Stamps', 'Self-inking, date and round stamps, and embossers.'),
      sv: titled('Stämplar', 'Självfärgande, datum- och rundstämplar samt präglingstänger.'),
      nl: titled('Stempels', 'Zelfinktende, datum- en ronde stempels en blindstempeltangen.'),
    },
  },
  {
    key: 'stickers',
    shows: 'logo-stickers',
    text: {
      lv: titled('Uzlīmes', 'Durvīm, logiem, grīdai un precēm: gatavas vai ar Jūsu zīmi.'),
      en: titled('Stickers', 'For doors, windows, floors and goods: ready-made or with your mark.'),
      sv: titled('Dekaler', 'För dörrar, fönster, golv och varor: färdiga eller med ditt märke.'),
      nl: titled('Stickers', 'Voor deuren, ramen, vloeren en producten: kant-en-klaar of met uw merk.'),
    },
  },
  {
    key: 'information',
    shows: 'toilets',
    text: {
      lv: titled('Informācijas zīmes', 'Tualetes, norādes, videonovērošana: īsi un skaidri.'),
      en: titled('Information signs', 'Toilets, directions, video surveillance: short and clear.'),
      sv: titled('Informationsskyltar', 'Toaletter, hänvisningar, kamerabevakning: kort och tydligt.'),
      nl: titled('Informatieborden', 'Toiletten, verwijzingen, cameratoezicht: kort en duidelijk.'),
    },
  },
  {
    key: 'road',
    shows: 'stop',
    text: {
      lv: titled('Ceļa un stāvvietu zīmes', 'Atstarojošas zīmes pagalmiem, uzņēmumiem un ceļiem.'),
      en: titled('Road and parking signs', 'Reflective signs for yards, companies and roads.'),
      sv: titled('Väg- och parkeringsskyltar', 'Reflekterande skyltar för gårdar, företag och vägar.'),
      nl: titled('Verkeers- en parkeerborden', 'Reflecterende borden voor erven, bedrijven en wegen.'),
    },
  },
  {
    key: 'parking',
    parent: 'road',
    shows: 'parking',
    text: {
      lv: titled('Stāvvietu zīmes', 'Atstarojošas zīmes privātām un rezervētām stāvvietām.'),
      en: titled('Parking signs', 'Reflective signs for private and reserved parking.'),
      sv: titled('Parkeringsskyltar', 'Reflekterande skyltar för privata och reserverade platser.'),
      nl: titled('Parkeerborden', 'Reflecterende borden voor eigen en gereserveerde plaatsen.'),
    },
  },
  {
    key: 'road-signs',
    parent: 'road',
    shows: 'give-way',
    text: {
      lv: titled('Ceļa zīmes', 'Atlocīta mala, atstarojoša plēve un viss stiprināšanai.'),
      en: titled('Road signs', 'Folded rim, reflective film and everything to fix them.'),
      sv: titled('Vägmärken', 'Vikt kant, reflekterande folie och allt för montering.'),
      nl: titled('Verkeersborden', 'Omgezette rand, reflecterende folie en alles voor de montage.'),
    },
  },
]

function titled(name: string, summary: string): CategoryText {
  return { slug: slugOf(name), name, summary }
}
