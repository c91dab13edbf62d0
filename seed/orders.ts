import { companies, people } from './cast.ts'
import type { SeedOrder } from './seed-order.ts'

function order(
  daysAgo: number,
  by: SeedOrder['by'],
  lines: SeedOrder['lines'],
  more: Partial<SeedOrder> = {},
): SeedOrder {
  return { daysAgo, by, lines, until: 'delivery', delivery: 'courier', paysAfter: 2, ...more }
}

const { anna, janis, latePayer, oliver, elsa, daan, giver } = people
const { builders, bakery } = companies
const details = 'SIA „Rudzu garoza”\nReģ. Nr. 49999000033\nZivju iela 3, Liepāja\nTālr. 20000106'

/** Two years of trade: most orders are done, those of the last weeks stand where orders stand. */
export const orders: readonly SeedOrder[] = [
  order(722, anna, [['MN-E-25Z', 1, '27\nĢertrūdes iela']]),
  order(
    703,
    bakery,
    [
      ['ZU-58', 1, details],
      ['ZA-38', 1],
    ],
    { delivery: 'locker' },
  ),
  order(688, builders, [
    ['RK-K-40', 3],
    ['BE-P-20', 6],
    ['AI-P-20', 4],
  ]),
  order(651, janis, [['MN-O-40', 1, 'Lejasķirši']], { note: 'Zvanīt pie vārtiem, suns ir draudzīgs.' }),
  order(633, latePayer, [['SP-30', 2]], { paysAfter: 24 }),
  order(
    610,
    oliver,
    [
      ['IT-P-15', 2],
      ['IW-12', 1],
    ],
    { delivery: 'collection', paysAfter: 1 },
  ),
  order(584, bakery, [['DL-20', 1, 'Darba laiks\nP.–Pk. 7.00–19.00\nSestdien 8.00–16.00\nSvētdien slēgts']]),
  order(
    561,
    builders,
    [
      ['EI-P-30', 12],
      ['UA-P-20', 8],
      ['PA-P-20', 4],
    ],
    { paysAfter: 6 },
  ),
  order(533, elsa, [['DP-M-16', 1, 'Lindqvist\nAlberta iela 9 – 3']]),
  order(507, latePayer, [['PR-40', 1]], {
    until: 'cancellation',
    reason: 'Trīs nedēļas pēc termiņa nav samaksāts.',
  }),
  order(489, anna, [['SM-T-50', 1, 'Reksis\n20000101']], { delivery: 'locker' }),
  order(462, builders, [
    ['BL-66', 6],
    ['GU-40', 4],
    ['BA-P-20', 2],
  ]),
  order(431, daan, [['MN-S-30', 1, '8\nKalnvijas']], { remark: 'De naam graag in hoofdletters.' }),
  order(404, giver, [['OD-38', 1, 'Bērziņu\nvirtuve']], { giftTo: anna, delivery: 'courier' }),
  order(381, bakery, [['UL-45', 20, 'Rudzu\ngaroza']]),
  order(350, oliver, [['MN-T-24', 1, '41\nJomas iela']], { delivery: 'locker' }),
  order(322, latePayer, [['SR-30', 1, 'Tikai\nVītoliem']], { paysAfter: 31 }),
  order(298, janis, [['SL-10', 12]], { until: 'cancellation', reason: 'Pircējs pārdomāja un lūdza atcelt.' }),
  order(270, builders, [['IP-A-90', 10, 'Ķieģeļu prese KX\nNumurs 000147\nGads 2026\nJauda 4 kW']], {
    paysAfter: 4,
  }),
  order(241, anna, [
    ['DN-M-60', 1, '14'],
    ['PP-T-80', 1, 'Bērziņi\n14. dzīvoklis'],
  ]),
  order(
    214,
    elsa,
    [
      ['IR-1', 2],
      ['SA-10', 1],
    ],
    { delivery: 'locker', paysAfter: 1 },
  ),
  order(188, bakery, [
    ['VZ-L-15', 2, 'Notiek videonovērošana\nPārzinis: SIA „Rudzu garoza”\nNolūks: īpašuma aizsardzība'],
  ]),
  order(
    163,
    builders,
    [
      ['CZ-ST-60', 1],
      ['AK-60', 4],
      ['PR-30', 2],
    ],
    { firstCents: 5000 },
  ),
  order(139, daan, [['OD-30', 1, 'Kalnvijas']], { delivery: 'courier' }),
  // Knows of the debt, had the notice, and has said nothing: it may go to a collector.
  order(118, latePayer, [['SP-30', 3]], {
    later: 14,
    debt: [
      { daysAgo: 94, what: 'remind' },
      { daysAgo: 76, what: 'notice' },
      { daysAgo: 71, what: 'receipt', words: 'Ierakstīta vēstule RR000004711LV, izsniegta adresātam' },
    ],
  }),
  order(112, giver, [['KP-M-70', 6, 'Zvejnieku regate\n1. vieta\nCēsis, 2026']], {
    remark: 'Lūdzu, gads mazākiem burtiem.',
  }),
  order(
    96,
    oliver,
    [
      ['EI-L-20', 4],
      ['UA-L-15', 4],
    ],
    { delivery: 'collection', repairedDaysAgo: 40 },
  ),
  // Says that a part of the parcel was broken: somebody has to decide.
  order(86, oliver, [['AK-60', 2]], {
    later: 14,
    debt: [
      { daysAgo: 62, what: 'remind' },
      { daysAgo: 16, what: 'notice' },
      { daysAgo: 12, what: 'receipt', words: 'Pircējs atbildēja e-pastā saņemšanas dienā' },
      {
        daysAgo: 2,
        what: 'objection',
        words:
          'One of the two signs arrived cracked and I told you so on the phone. I will gladly pay for the whole one.',
      },
    ],
  }),
  order(81, latePayer, [['AP-M-60', 4, 'Noliktava\n304']], { paysAfter: 26 }),
  order(64, builders, [
    ['EI-P-30', 6],
    ['PV-K-40', 1],
    ['BL-33', 6],
  ]),
  order(52, anna, [['MN-A-24M', 1, '27\nĢertrūdes iela']], { delivery: 'locker' }),
  order(
    41,
    bakery,
    [
      ['RS-58Z', 3],
      ['ZK-38', 1, 'Žanete Ņikitina\nRudzu garoza\nTālr. 20000106'],
    ],
    {
      question: {
        words: 'Vai zīmogam der arī zila tinte? Spilvenu pasūtījām melnu.',
        answer: 'Der; atbildēts pa e-pastu, pielikts paraugs ar zilu nospiedumu.',
      },
    },
  ),
  // Reminded twice; the third time comes on its day.
  order(
    37,
    builders,
    [
      ['RB-P-20', 8],
      ['BL-33', 4],
    ],
    {
      later: 14,
      debt: [
        { daysAgo: 17, what: 'remind', level: 2 },
        { daysAgo: 6, what: 'remind', level: 3 },
      ],
    },
  ),
  order(35, bakery, [['UL-60', 4]], {
    later: 14,
    debt: [
      { daysAgo: 15, what: 'remind', level: 2 },
      { daysAgo: 3, what: 'promise' },
    ],
  }),
  // Reminded once; the notice is due.
  order(45, elsa, [['SA-10', 2]], {
    later: 14,
    delivery: 'locker',
    debt: [{ daysAgo: 20, what: 'remind' }],
  }),
  order(33, janis, [
    ['MN-R-40', 1, 'Lejasķirši\nTomes pagasts'],
    ['AK-60', 1],
  ]),
  // Nobody has reminded them yet.
  order(26, daan, [['RK-P-20', 2]], { later: 14 }),
  order(24, elsa, [['GP-20', 1, 'Elsa Lindqvist\nÖversättare']], { code: 'SVEIKS10' }),
  order(19, latePayer, [['SU-30', 1]], { until: 'placed' }),
  order(
    15,
    builders,
    [
      ['RB-P-20', 10],
      ['RK-P-20', 10],
    ],
    { until: 'dispatch', paysAfter: 5, code: 'SVEIKS10' },
  ),
  // Withdrawn in the last days: seed/withdrawals.ts.
  order(13, oliver, [['AK-60', 1]], { paysAfter: 1 }),
  order(12, anna, [['SP-40', 2]], { paysAfter: 1 }),
  order(11, giver, [['RK-P-20', 2]], { paysAfter: 1 }),
  order(12, daan, [['MN-E-25G', 1, '3\nKalnvijas']], { until: 'making' }),
  order(10, giver, [['SM-M-50', 1, 'Mikš\n20000110']], { until: 'packing', giftTo: janis }),
  order(
    9,
    janis,
    [
      ['SP-40', 1],
      ['AK-60', 1],
    ],
    { until: 'placed', firstCents: 2000 },
  ),
  order(8, oliver, [['DP-M-10', 1, 'Oliver Hart']], { until: 'payment' }),
  order(7, bakery, [['UL-60', 10]], {
    until: 'payment',
    paysAfter: 3,
    mark: 'Rudzu garoza',
    note: 'Līmēsim uz brūna papīra; lūdzu, drukājiet zīmi pēc iespējas tumšāku.',
  }),
  order(
    6,
    builders,
    [
      ['EK-P-30', 8],
      ['EL-P-40', 2],
    ],
    {
      until: 'payment',
      paysAfter: 3,
      question: {
        words:
          'Vai varat visu atvest vienā reizē uz objektu Cēsu ielā 12? Piektdien no astoņiem rītā tur būs darbu vadītājs.',
      },
    },
  ),
  order(5, anna, [['BP-A-20', 1, 'Anna Bērziņa\nTulkojumi']], {
    until: 'changes',
    paysAfter: 1,
    remark: 'Lūdzu, vārdu lielāku.',
  }),
  order(4, elsa, [['MN-T-18', 1, '9\nAlberta iela']], { until: 'proof' }),
  order(1, giver, [['OD-30', 1, 'Silenieku\nmāja']], { until: 'placed', giftTo: oliver }),
  order(
    0,
    oliver,
    [
      ['SK-12', 2],
      ['GV-12', 1],
    ],
    { until: 'placed', delivery: 'locker' },
  ),
]
