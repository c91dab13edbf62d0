import type { SeedCategory, SeedProduct } from './products/goods.ts'
import { houseNumbers } from './products/house-numbers.ts'
import { informationSigns } from './products/information.ts'
import { namePlates } from './products/name-plates.ts'
import { parkingSigns } from './products/parking.ts'
import { safetySigns } from './products/safety.ts'
import { stamps } from './products/stamps.ts'
import { workplaceSigns } from './products/workplace.ts'

export const products: readonly SeedProduct[] = [
  ...safetySigns,
  ...workplaceSigns,
  ...houseNumbers,
  ...namePlates,
  ...stamps,
  ...informationSigns,
  ...parkingSigns,
]

export const categories: readonly SeedCategory[] = [
  {
    key: 'house-numbers',
    position: 1,
    text: {
      lv: {
        slug: 'maju-numuri',
        name: 'Māju numuri',
        summary: 'Emalja, tērauds, slāneklis un ozols ar Jūsu numuru un ielu.',
      },
      en: {
        slug: 'house-numbers',
        name: 'House numbers',
        summary: 'Enamel, steel, slate and oak with your number and street.',
      },
    },
    drawing: picture('enamel-number'),
    alt: { lv: 'Zila emaljas plāksne ar numuru 27', en: 'Blue enamel plate with the number 27' },
  },
  {
    key: 'name-plates',
    position: 2,
    text: {
      lv: {
        slug: 'plaksnites-un-gravejumi',
        name: 'Plāksnītes un gravējumi',
        summary: 'Durvju un biroja plāksnītes, atslēgu piekariņi ar Jūsu tekstu.',
      },
      en: {
        slug: 'name-plates-and-engraving',
        name: 'Name plates and engraving',
        summary: 'Plates for doors and offices, and key tags, with your own text.',
      },
    },
    drawing: picture('brass-plate'),
    alt: { lv: 'Gravēta misiņa durvju plāksnīte', en: 'Engraved brass door plate' },
  },
  {
    key: 'safety',
    position: 3,
    text: {
      lv: {
        slug: 'drosibas-zimes',
        name: 'Drošības zīmes',
        summary: 'Evakuācijas, ugunsdrošības, brīdinājuma un rīkojuma zīmes no noliktavas.',
      },
      en: {
        slug: 'safety-signs',
        name: 'Safety signs',
        summary: 'Escape, fire, warning and mandatory signs from stock.',
      },
    },
    drawing: picture('exit-right'),
    alt: { lv: 'Zaļa evakuācijas izejas zīme', en: 'Green emergency exit sign' },
  },
  {
    key: 'stamps',
    position: 4,
    text: {
      lv: {
        slug: 'zimogi',
        name: 'Zīmogi',
        summary: 'Automātiskie zīmogi uzņēmumam un grāmatvedībai.',
      },
      en: { slug: 'stamps', name: 'Stamps', summary: 'Self-inking stamps for companies and bookkeepers.' },
    },
    drawing: picture('company-stamp'),
    alt: { lv: 'Automātiskais zīmogs un tā nospiedums', en: 'Self-inking stamp and its imprint' },
  },
  {
    key: 'information',
    position: 5,
    text: {
      lv: {
        slug: 'uzlimes-un-informacijas-zimes',
        name: 'Uzlīmes un informācijas zīmes',
        summary: 'Darba laiks, tualetes, pastkastītes: īsi un skaidri.',
      },
      en: {
        slug: 'stickers-and-information-signs',
        name: 'Stickers and information signs',
        summary: 'Opening hours, toilets, letterboxes: short and clear.',
      },
    },
    drawing: picture('opening-hours'),
    alt: { lv: 'Balta darba laika uzlīme', en: 'White sticker with opening hours' },
  },
  {
    key: 'parking',
    position: 6,
    text: {
      lv: {
        slug: 'stavvietu-zimes',
        name: 'Stāvvietu zīmes',
        summary: 'Atstarojošas zīmes privātām un rezervētām stāvvietām.',
      },
      en: {
        slug: 'parking-signs',
        name: 'Parking signs',
        summary: 'Reflective signs for private and reserved parking.',
      },
    },
    drawing: picture('parking'),
    alt: { lv: 'Zila stāvvietas zīme ar burtu P', en: 'Blue parking sign with the letter P' },
  },
]

// A category shows one of its own goods.
function picture(key: string): SeedCategory['drawing'] {
  const product = products.find((candidate) => candidate.key === key)
  if (!product) throw new Error(`no goods called ${key}`)
  return product.drawing
}
