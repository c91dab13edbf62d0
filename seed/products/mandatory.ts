import { madeByUs, type SeedProduct, sized, told } from './goods.ts'
import { composite, film, fixedBy, madeOf, plastic } from './materials.ts'

export const mandatorySigns: readonly SeedProduct[] = [
  {
    key: 'helmet',
    category: 'mandatory',
    madeToOrder: false,
    leadDays: 1,
    text: {
      lv: told(
        'Lietot aizsargķiveri',
        'Zila rīkojuma zīme būvlaukumiem, noliktavām un darbnīcām.',
        'Zils aplis ar ķiveri un īsu tekstu. Zīmi uzstāda pie ieejas, pirms sākas vieta, kurā ķivere ir obligāta.',
        'Lielākais izmērs ir labi salasāms no desmit metru attāluma.',
      ),
      en: {
        ...told(
          'Wear a safety helmet',
          'A blue mandatory sign for building sites, warehouses and workshops.',
          'A blue disc with a helmet and the Latvian words “Lietot aizsargķiveri”. It belongs at the entrance, before the area where helmets must be worn.',
          'The largest size is easy to read from ten metres away.',
        ),
        slug: 'wear-a-helmet',
      },
      sv: told(
        'Använd skyddshjälm',
        'En blå påbudsskylt för byggarbetsplatser, lager och verkstäder.',
        'En blå cirkel med en hjälm och de lettiska orden ”Lietot aizsargķiveri” (Använd skyddshjälm). Den hör hemma vid ingången, innan området där hjälm krävs.',
        'Den största storleken läses lätt på tio meters håll.',
      ),
      nl: told(
        'Veiligheidshelm dragen',
        'Een blauw gebodsbord voor bouwplaatsen, magazijnen en werkplaatsen.',
        'Een blauwe cirkel met een helm en de Letse woorden „Lietot aizsargķiveri” (Draag een veiligheidshelm). Het hoort bij de ingang, vóór het gebied waar een helm verplicht is.',
        'Het grootste formaat is van tien meter afstand goed te lezen.',
      ),
    },
    material: {
      lv: '2 mm plastikāts vai 3 mm alumīnija kompozīts',
      en: '2 mm rigid plastic or 3 mm aluminium composite',
      sv: '2 mm hårdplast eller 3 mm aluminiumkomposit',
      nl: '2 mm kunststof of 3 mm aluminiumcomposiet',
    },
    fixing: {
      lv: 'Četri caurumi 4 mm skrūvēm; skrūves komplektā nav iekļautas',
      en: 'Four holes for 4 mm screws; screws are not included',
      sv: 'Fyra hål för 4 mm skruvar; skruvar ingår inte',
      nl: 'Vier gaten voor schroeven van 4 mm; schroeven niet meegeleverd',
    },
    drawing: {
      kind: 'panel',
      symbol: 'helmet',
      finish: 'printed-white',
      fixing: 'screws',
      caption: 'Lietot aizsargķiveri',
      widthMm: 200,
      heightMm: 250,
    },
    alt: {
      lv: 'Zils aplis ar galvu ķiverē un tekstu „Lietot aizsargķiveri”',
      en: 'Blue disc with a head in a helmet and the words “Lietot aizsargķiveri”',
      sv: 'Blå cirkel med ett huvud i hjälm och orden ”Lietot aizsargķiveri”',
      nl: 'Blauwe cirkel met een hoofd met helm en de woorden „Lietot aizsargķiveri”',
    },
    views: ['sizes'],
    variants: [
      sized('RK-P-20', [200, 250], 690, 140, { kind: plastic, material: 'plastic', stock: 36 }),
      sized('RK-K-40', [400, 500], 2450, 760, { kind: composite, material: 'aluminium', stock: 9 }),
    ],
    safety: madeByUs('ZM-RK'),
  },

  {
    key: 'eye-protection',
    category: 'mandatory',
    madeToOrder: false,
    leadDays: 1,
    text: {
      lv: told(
        'Lietot aizsargbrilles',
        'Zila rīkojuma zīme darbgaldiem, slīpmašīnām un laboratorijai.',
        'Zils aplis ar seju aizsargbrillēs un tekstu. Zīmei jāatrodas tur, kur darbu sāk, nevis tikai pie durvīm.',
        'Mazā uzlīme der uz pašas mašīnas.',
      ),
      en: told(
        'Wear eye protection',
        'A blue mandatory sign for lathes, grinders and the laboratory.',
        'A blue disc with a face in goggles and the Latvian words “Lietot aizsargbrilles”. The sign belongs where the work begins, not only at the door.',
        'The small sticker fits on the machine itself.',
      ),
      sv: told(
        'Använd skyddsglasögon',
        'En blå påbudsskylt för svarvar, slipmaskiner och laboratorier.',
        'En blå cirkel med ett ansikte i skyddsglasögon och de lettiska orden ”Lietot aizsargbrilles” (Använd skyddsglasögon). Skylten hör hemma där arbetet börjar, inte bara vid dörren.',
        'Den lilla dekalen får plats på själva maskinen.',
      ),
      nl: told(
        'Veiligheidsbril dragen',
        'Een blauw gebodsbord voor draaibanken, slijpmachines en het laboratorium.',
        'Een blauwe cirkel met een gezicht met bril en de Letse woorden „Lietot aizsargbrilles” (Draag een veiligheidsbril). Het bord hoort waar het werk begint, niet alleen bij de deur.',
        'De kleine sticker past op de machine zelf.',
      ),
    },
    material: madeOf.filmOrPlastic,
    fixing: fixedBy.glueOrScrews,
    drawing: {
      kind: 'panel',
      symbol: 'goggles',
      finish: 'printed-white',
      fixing: 'screws',
      caption: 'Lietot aizsargbrilles',
      widthMm: 200,
      heightMm: 250,
    },
    alt: {
      lv: 'Zils aplis ar seju aizsargbrillēs un tekstu „Lietot aizsargbrilles”',
      en: 'Blue disc with a face in goggles and the words “Lietot aizsargbrilles”',
      sv: 'Blå cirkel med ett ansikte i skyddsglasögon och orden ”Lietot aizsargbrilles”',
      nl: 'Blauwe cirkel met een gezicht met bril en de woorden „Lietot aizsargbrilles”',
    },
    variants: [
      sized('RB-L-10', [100, 125], 290, 6, { kind: film, material: 'film', stock: 88 }),
      sized('RB-P-20', [200, 250], 690, 140, { kind: plastic, material: 'plastic', stock: 21 }),
    ],
    safety: madeByUs('ZM-RB'),
    related: ['helmet'],
  },
  {
    key: 'wash-hands',
    category: 'mandatory',
    madeToOrder: false,
    leadDays: 1,
    text: {
      lv: told(
        'Mazgāt rokas',
        'Zīme pie izlietnes ēdināšanā, ražotnē un skolā.',
        'Krāns, ūdens un roka: saprotams arī bērnam, kas vēl nelasa. Plēve iztur tvaiku un biežu tīrīšanu.',
        'Līmējiet uz sausām flīzēm vai spoguļa malas.',
      ),
      en: told(
        'Wash your hands',
        'The sign by the basin in a kitchen, a workshop or a school.',
        'A tap, water and a hand: clear even to a child that cannot read yet. The film stands up to steam and frequent cleaning.',
        'Stick it on dry tiles or on the edge of a mirror.',
      ),
      sv: told(
        'Tvätta händerna',
        'Skylten vid tvättstället i köket, verkstaden eller skolan.',
        'En kran, vatten och en hand: tydligt även för barn som inte kan läsa än. Folien tål ånga och tät rengöring.',
        'Fäst den på torrt kakel eller på spegelns kant.',
      ),
      nl: told(
        'Handen wassen',
        'Het bord bij de wastafel in keuken, werkplaats of school.',
        'Een kraan, water en een hand: duidelijk, ook voor een kind dat nog niet leest. De folie kan tegen stoom en veel poetsen.',
        'Plak hem op droge tegels of op de rand van de spiegel.',
      ),
    },
    material: madeOf.filmOrPlastic,
    fixing: fixedBy.glue,
    drawing: {
      kind: 'panel',
      symbol: 'washing',
      finish: 'film-white',
      fixing: 'adhesive',
      caption: 'Mazgāt rokas',
      widthMm: 150,
      heightMm: 190,
    },
    alt: {
      lv: 'Zils aplis ar krānu un roku, teksts „Mazgāt rokas”',
      en: 'Blue disc with a tap and a hand, the words “Mazgāt rokas”',
      sv: 'Blå cirkel med en kran och en hand, orden ”Mazgāt rokas”',
      nl: 'Blauwe cirkel met een kraan en een hand, de woorden „Mazgāt rokas”',
    },
    variants: [
      sized('RM-L-10', [100, 127], 270, 6, { kind: film, material: 'film', stock: 120, tiers: [[10, 220]] }),
      sized('RM-P-15', [150, 190], 590, 80, { kind: plastic, material: 'plastic', stock: 25 }),
    ],
    safety: madeByUs('ZM-RM'),
    related: ['toilets'],
  },
]
