/** What the demo shop says of itself on its home page. */
export const home = {
  lv: {
    heading: 'Zīmes, kuras saprot no pirmā skatiena',
    lead: 'Izgatavojam mājas numurus, durvju plāksnes un drošības zīmes: gatavas vai ar Jūsu tekstu. Metāls un plastmasa, kas iztur laikapstākļus.',
    description:
      'Mājas numuri, durvju plāksnes, drošības zīmes un zīmes ar Jūsu tekstu. Izgatavojam Latvijā.',
  },
  en: {
    heading: 'Signs that are understood at a glance',
    lead: 'We make house numbers, door plates and safety signs: ready to send or with your own words. In metal and plastic that stand the weather.',
    description: 'House numbers, door plates, safety signs and signs with your own words. Made in Latvia.',
  },
  sv: {
    heading: 'Skyltar som man förstår direkt',
    lead: 'Vi gör husnummer, dörrskyltar och säkerhetsskyltar: färdiga eller med din egen text. I metall och plast som tål väder och vind.',
    description:
      'Husnummer, dörrskyltar, säkerhetsskyltar och skyltar med din egen text. Tillverkade i Lettland.',
  },
  nl: {
    heading: 'Borden die u in één oogopslag begrijpt',
    lead: 'Wij maken huisnummers, deurbordjes en veiligheidsborden: kant-en-klaar of met uw eigen tekst. Van metaal en kunststof die tegen weer en wind kunnen.',
    description:
      'Huisnummers, deurbordjes, veiligheidsborden en borden met uw eigen tekst. Gemaakt in Letland.',
  },
}
