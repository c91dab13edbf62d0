import type { PointRow } from '../src/delivery/point-files.ts'

/** Lockers of the demo shop, all made up: town, name, street, postcode. */
const places = [
  ['Rīga', 'Centrāltirgus', 'Nēģu iela 7', 'LV-1050'],
  ['Rīga', 'TC Zīļuks', 'Brīvības gatve 214', 'LV-1039'],
  ['Rīga', 'Purvciema veikals', 'Dzelzavas iela 76', 'LV-1082'],
  ['Rīga', 'Āgenskalna tirgus', 'Nometņu iela 64', 'LV-1002'],
  ['Rīga', 'Imantas stacija', 'Imantas 8. līnija 2', 'LV-1083'],
  ['Rīga', 'Torņakalna stacija', 'Akmeņu iela 19', 'LV-1004'],
  ['Rīga', 'Mežciema doktorāts', 'Hipokrāta iela 4', 'LV-1038'],
  ['Rīga', 'Ziepniekkalna TC', 'Valdeķu iela 58', 'LV-1058'],
  ['Jūrmala', 'Dubultu stacija', 'Baznīcas iela 3', 'LV-2015'],
  ['Jūrmala', 'Kauguru veikals', 'Talsu šoseja 29', 'LV-2016'],
  ['Daugavpils', 'TC Rubīns', 'Rīgas iela 22', 'LV-5401'],
  ['Daugavpils', 'Cietokšņa autoosta', 'Viestura iela 10', 'LV-5404'],
  ['Liepāja', 'Pētertirgus', 'Kuršu iela 5', 'LV-3401'],
  ['Liepāja', 'Ezerkrasta veikals', 'Klaipēdas iela 62', 'LV-3416'],
  ['Jelgava', 'Dzelzceļa stacija', 'Stacijas iela 1', 'LV-3001'],
  ['Jelgava', 'TC Pilsētas pasāža', 'Driksas iela 4', 'LV-3001'],
  ['Ventspils', 'Ostas veikals', 'Lielais prospekts 10', 'LV-3601'],
  ['Valmiera', 'TC Valleta', 'Rīgas iela 4', 'LV-4201'],
  ['Valmiera', 'Autoosta', 'Stacijas iela 1', 'LV-4201'],
  ['Rēzekne', 'Latgales iela', 'Latgales iela 20', 'LV-4601'],
  ['Ogre', 'Ogres stacija', 'Skolas iela 1', 'LV-5001'],
  ['Cēsis', 'Rožu laukums', 'Rīgas iela 15', 'LV-4101'],
  ['Kuldīga', 'Gravas veikals', 'Gravas iela 1', 'LV-3301'],
  ['Sigulda', 'Siguldas stacija', 'Ausekļa iela 6', 'LV-2150'],
  ['Tukums', 'Talsu iela', 'Talsu iela 5', 'LV-3101'],
  ['Talsi', 'Lielā iela', 'Lielā iela 18', 'LV-3201'],
  ['Jēkabpils', 'Vecpilsētas laukums', 'Vecpilsētas laukums 3', 'LV-5201'],
  ['Madona', 'Saieta laukums', 'Saieta laukums 1', 'LV-4801'],
  ['Ķekava', 'Ķekavas centrs', 'Gaismas iela 19', 'LV-2123'],
  ['Ādaži', 'Ādažu centrs', 'Gaujas iela 11', 'LV-2164'],
  ['Mārupe', 'Mārupes dome', 'Daugavas iela 29', 'LV-2167'],
  ['Saldus', 'Saldus tirgus', 'Tirgus iela 3', 'LV-3801'],
] as const

/** Which of them has a carrier's locker, how its codes begin, and how it calls a locker. */
const carriers = [
  { carrier: 'omniva', prefix: '98', called: (name: string) => `${name}, pakomāts`, has: () => true },
  {
    carrier: 'dpd',
    prefix: 'LV90',
    called: (name: string) => `Paku Skapis ${name}`,
    has: (at: number) => at % 3 !== 1,
  },
  {
    carrier: 'latvijas-pasts',
    prefix: '85',
    called: (name: string) => name,
    has: (at: number) => at % 2 === 0,
  },
] as const

/** The lockers of each carrier, as its file would list them. */
export const lockers: readonly { readonly carrier: string; readonly points: readonly PointRow[] }[] =
  carriers.map(({ carrier, prefix, called, has }) => ({
    carrier,
    points: places.flatMap(([town, name, street, postcode], at) =>
      has(at)
        ? [
            {
              code: `${prefix}${String(at + 1).padStart(3, '0')}`,
              country: 'LV',
              town,
              name: called(name),
              street,
              postcode,
              compartments: carrier === 'latvijas-pasts' && at % 4 === 0 ? ['XS', 'S', 'M'] : null,
            },
          ]
        : [],
    ),
  }))
