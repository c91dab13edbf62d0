import { madeByUs, type SeedProduct, sized, told } from './goods.ts'
import { brass, steel } from './materials.ts'

export const engraving: readonly SeedProduct[] = [
  {
    key: 'key-tag',
    category: 'engraving',
    madeToOrder: true,
    words: { lines: 2, lineLength: 16, required: true },
    leadDays: 3,
    text: {
      lv: told(
        'Gravēts atslēgu piekariņš',
        'Metāla piekariņš ar telpas nosaukumu, numuru vai vārdu.',
        'Gravējums nenodilst arī saišķī ar desmit atslēgām. Malas ir noapaļotas, gredzens – rūdīts tērauds.',
        'Divas īsas rindas: piemēram, telpa un tās numurs.',
      ),
      en: told(
        'Engraved key tag',
        'A metal tag with the name of a room, a number or a person.',
        'The engraving does not wear off, not even on a bunch of ten keys. The edges are rounded, the ring is hardened steel.',
        'Two short lines: a room and its number, for instance.',
      ),
      sv: told(
        'Graverad nyckelbricka',
        'En metallbricka med rummets namn, ett nummer eller en person.',
        'Gravyren nöts inte bort, inte ens i en knippa med tio nycklar. Kanterna är rundade och ringen är av härdat stål.',
        'Två korta rader: till exempel ett rum och dess nummer.',
      ),
      nl: told(
        'Gegraveerde sleutelhanger',
        'Een metalen plaatje met de naam van een ruimte, een nummer of een persoon.',
        'De gravure slijt niet, ook niet aan een bos met tien sleutels. De randen zijn afgerond en de ring is van gehard staal.',
        'Twee korte regels: bijvoorbeeld een ruimte en het nummer ervan.',
      ),
    },
    material: {
      lv: '2 mm misiņš vai nerūsējošais tērauds',
      en: '2 mm brass or stainless steel',
      sv: '2 mm mässing eller rostfritt stål',
      nl: '2 mm messing of roestvrij staal',
    },
    fixing: {
      lv: 'Tērauda gredzens 25 mm komplektā',
      en: '25 mm steel ring included',
      sv: 'Stålring 25 mm ingår',
      nl: 'Stalen ring van 25 mm meegeleverd',
    },
    warnings: {
      lv: 'Satur sīkas detaļas; nav rotaļlieta un nav piemērots bērniem līdz trīs gadu vecumam.',
      en: 'Contains small parts; not a toy and not suitable for children under three years.',
      sv: 'Innehåller små delar; ingen leksak och inte lämplig för barn under tre år.',
      nl: 'Bevat kleine onderdelen; geen speelgoed en niet geschikt voor kinderen jonger dan drie jaar.',
    },
    drawing: { kind: 'tag', finish: 'brass', sample: ['Noliktava', '304'], widthMm: 60, heightMm: 26 },
    alt: {
      lv: 'Misiņa atslēgu piekariņš ar gredzenu un tekstu „Noliktava 304”',
      en: 'Brass key tag on a ring with the words “Noliktava 304”',
      sv: 'Nyckelbricka i mässing på en ring med texten ”Noliktava 304”',
      nl: 'Messing sleutelhanger aan een ring met de tekst „Noliktava 304”',
    },

    variants: [
      sized('AP-M-60', [60, 26], 890, 28, { kind: brass, material: 'brass', finish: 'brass' }),
      sized('AP-T-60', [60, 26], 790, 26, { kind: steel, material: 'steel', finish: 'steel' }),
    ],
    safety: madeByUs('ZM-AP'),
  },
]
