import type { Said } from './goods.ts'

/** What goods are made of, as the filter of the shop names it. */
export const materials = {
  film: { lv: 'Plēve', en: 'Film', sv: 'Folie', nl: 'Folie' },
  plastic: { lv: 'Plastikāts', en: 'Rigid plastic', sv: 'Hårdplast', nl: 'Kunststof' },
  aluminium: { lv: 'Alumīnijs', en: 'Aluminium', sv: 'Aluminium', nl: 'Aluminium' },
  steel: { lv: 'Nerūsējošais tērauds', en: 'Stainless steel', sv: 'Rostfritt stål', nl: 'Roestvrij staal' },
  brass: { lv: 'Misiņš', en: 'Brass', sv: 'Mässing', nl: 'Messing' },
  enamel: { lv: 'Emalja', en: 'Enamel', sv: 'Emalj', nl: 'Emaille' },
  acrylic: { lv: 'Akrils', en: 'Acrylic', sv: 'Akryl', nl: 'Acrylaat' },
  wood: { lv: 'Ozols', en: 'Oak', sv: 'Ek', nl: 'Eiken' },
  slate: { lv: 'Slāneklis', en: 'Slate', sv: 'Skiffer', nl: 'Leisteen' },
} as const satisfies Record<string, Said>

export type MaterialKey = keyof typeof materials

/** Kinds that name a variant. */
export const film = { lv: 'uzlīme', en: 'sticker', sv: 'dekal', nl: 'sticker' }
export const plastic = { lv: 'plastikāts', en: 'rigid plastic', sv: 'hårdplast', nl: 'kunststof' }
export const aluminium = { lv: 'alumīnijs', en: 'aluminium', sv: 'aluminium', nl: 'aluminium' }
export const composite = {
  lv: 'alumīnija kompozīts',
  en: 'aluminium composite',
  sv: 'aluminiumkomposit',
  nl: 'aluminiumcomposiet',
}
export const brass = { lv: 'misiņš', en: 'brass', sv: 'mässing', nl: 'messing' }
export const steel = { lv: 'tērauds', en: 'steel', sv: 'stål', nl: 'staal' }
export const slate = { lv: 'slāneklis', en: 'slate', sv: 'skiffer', nl: 'leisteen' }
export const oak = { lv: 'ozols', en: 'oak', sv: 'ek', nl: 'eiken' }
export const blue = { lv: 'zila', en: 'blue', sv: 'blå', nl: 'blauw' }
export const black = { lv: 'melna', en: 'black', sv: 'svart', nl: 'zwart' }
export const green = { lv: 'zaļa', en: 'green', sv: 'grön', nl: 'groen' }
export const white = { lv: 'balta', en: 'white', sv: 'vit', nl: 'wit' }

/** What goods are made of, told where several goods share it. */
export const madeOf = {
  filmOrPlastic: {
    lv: 'Laminēta plēve vai 2 mm plastikāts',
    en: 'Laminated film or 2 mm rigid plastic',
    sv: 'Laminerad folie eller 2 mm hårdplast',
    nl: 'Gelamineerde folie of 2 mm kunststof',
  },
  glowing: {
    lv: 'Fotoluminiscējoša plēve vai 2 mm plastikāts',
    en: 'Photoluminescent film or 2 mm rigid plastic',
    sv: 'Efterlysande folie eller 2 mm hårdplast',
    nl: 'Nalichtende folie of 2 mm kunststof',
  },
  vinyl: {
    lv: 'Laminēta vinila plēve',
    en: 'Laminated vinyl film',
    sv: 'Laminerad vinylfolie',
    nl: 'Gelamineerde vinylfolie',
  },
  reflective: {
    lv: '2 mm alumīnijs ar atstarojošu plēvi',
    en: '2 mm aluminium with reflective film',
    sv: '2 mm aluminium med reflekterande folie',
    nl: '2 mm aluminium met reflecterende folie',
  },
  road: {
    lv: '2 mm alumīnijs ar atlocītu malu, atstarojoša plēve RA2',
    en: '2 mm aluminium with folded rim, reflective film RA2',
    sv: '2 mm aluminium med vikt kant, reflekterande folie RA2',
    nl: '2 mm aluminium met omgezette rand, reflecterende folie RA2',
  },
  brass: { lv: '2 mm misiņš', en: '2 mm brass', sv: '2 mm mässing', nl: '2 mm messing' },
} as const satisfies Record<string, Said>

/** How goods are fixed. */
export const fixedBy = {
  glue: {
    lv: 'Pašlīmējoša aizmugure',
    en: 'Self-adhesive back',
    sv: 'Självhäftande baksida',
    nl: 'Zelfklevende achterkant',
  },
  screws: {
    lv: 'Četri caurumi 4 mm skrūvēm; skrūves komplektā',
    en: 'Four holes for 4 mm screws; screws included',
    sv: 'Fyra hål för 4 mm skruvar; skruvar ingår',
    nl: 'Vier gaten voor schroeven van 4 mm; schroeven meegeleverd',
  },
  twoScrews: {
    lv: 'Divi caurumi 3 mm skrūvēm; skrūves komplektā',
    en: 'Two holes for 3 mm screws; screws included',
    sv: 'Två hål för 3 mm skruvar; skruvar ingår',
    nl: 'Twee gaten voor schroeven van 3 mm; schroeven meegeleverd',
  },
  glueOrScrews: {
    lv: 'Uzlīme ir pašlīmējoša; plāksnei ir četri caurumi 4 mm skrūvēm',
    en: 'The sticker is self-adhesive; the plate has four holes for 4 mm screws',
    sv: 'Dekalen är självhäftande; skylten har fyra hål för 4 mm skruvar',
    nl: 'De sticker is zelfklevend; het bord heeft vier gaten voor schroeven van 4 mm',
  },
  post: {
    lv: 'Staba apskavas vai četras 6 mm skrūves; stiprinājumi jāpasūta atsevišķi',
    en: 'Post clamps or four 6 mm screws; fixings are ordered separately',
    sv: 'Stolpklammer eller fyra 6 mm skruvar; fästen beställs separat',
    nl: 'Paalbeugels of vier schroeven van 6 mm; bevestiging apart te bestellen',
  },
} as const satisfies Record<string, Said>

export const beware = {
  ink: {
    lv: 'Tinte atstāj traipus uz auduma un ādas. Sargājiet no maziem bērniem.',
    en: 'The ink stains fabric and skin. Keep away from small children.',
    sv: 'Bläcket färgar av sig på tyg och hud. Förvaras utom räckhåll för små barn.',
    nl: 'De inkt geeft vlekken op stof en huid. Buiten bereik van kleine kinderen houden.',
  },
  smallParts: {
    lv: 'Satur sīkas detaļas; nav rotaļlieta un nav piemērots bērniem līdz trīs gadu vecumam.',
    en: 'Contains small parts; not a toy and not suitable for children under three years.',
    sv: 'Innehåller små delar; ingen leksak och inte lämplig för barn under tre år.',
    nl: 'Bevat kleine onderdelen; geen speelgoed en niet geschikt voor kinderen jonger dan drie jaar.',
  },
} as const satisfies Record<string, Said>

/** Signs beside a public road stand there only with its keeper's leave (Ceļu satiksmes likums, 5. pants). */
export const roadKeeper = {
  lv: 'Uz koplietošanas ceļa zīmi uzstāda tikai ar ceļa pārvaldītāja saskaņojumu; privātā teritorijā to drīkst uzstādīt zemes īpašnieks.',
  en: 'On a public road the sign may be put up only with the consent of the road’s manager; on private grounds the owner decides.',
  sv: 'På allmän väg får skylten sättas upp endast med väghållarens medgivande; på privat mark bestämmer markägaren.',
  nl: 'Langs de openbare weg mag het bord alleen met toestemming van de wegbeheerder worden geplaatst; op eigen terrein beslist de eigenaar.',
} as const satisfies Said
