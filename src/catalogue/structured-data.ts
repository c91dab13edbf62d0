import { decimal } from '../platform/money.ts'

/** What machines read of a page, in the words of schema.org; addresses with their origin. */
type Thing = Readonly<Record<string, unknown>>

interface Step {
  readonly name: string
  /** A path of this shop. */
  readonly href: string
}

interface OfferFacts {
  readonly sku: string
  readonly name: string
  /** Cents with VAT. */
  readonly priceCents: number
  /** Pieces left; null where each is made to order. */
  readonly stock: number | null
  readonly gtin?: string | null
}

interface ProductFacts {
  readonly origin: string
  /** The path of its page. */
  readonly href: string
  readonly name: string
  readonly description: string
  readonly material?: string
  /** The paths of its pictures. */
  readonly pictures: readonly string[]
  readonly manufacturer: string
  /** The maker's own code for it. */
  readonly identifier: string
  readonly seller: string
  readonly variants: readonly OfferFacts[]
}

/** Who sells here. */
export function organizationData(origin: string, identity: Identity): Thing {
  const { name, legalName, email, phone, street, town, postcode, country, vatNumber } = identity
  return {
    '@context': context,
    '@type': 'Organization',
    '@id': `${origin}/#organization`,
    name,
    legalName,
    url: `${origin}/`,
    email,
    telephone: phone,
    ...(vatNumber ? { vatID: vatNumber } : {}),
    address: {
      '@type': 'PostalAddress',
      streetAddress: street,
      addressLocality: town,
      postalCode: postcode,
      addressCountry: country,
    },
  }
}

interface Identity {
  readonly name: string
  readonly legalName: string
  readonly email: string
  readonly phone: string
  readonly street: string
  readonly town: string
  readonly postcode: string
  readonly country: string
  readonly vatNumber: string | null
}

/** The shop as a site that can be searched at `searchHref`. */
export function websiteData(origin: string, name: string, language: string, searchHref: string): Thing {
  return {
    '@context': context,
    '@type': 'WebSite',
    '@id': `${origin}/#website`,
    name,
    url: `${origin}/`,
    inLanguage: language,
    publisher: { '@id': `${origin}/#organization` },
    potentialAction: {
      '@type': 'SearchAction',
      target: { '@type': 'EntryPoint', urlTemplate: `${origin}${searchHref}?q={search_term_string}` },
      'query-input': 'required name=search_term_string',
    },
  }
}

/** The way from the home page to this one, which comes last. */
export function breadcrumbData(origin: string, steps: readonly Step[]): Thing {
  return {
    '@context': context,
    '@type': 'BreadcrumbList',
    itemListElement: steps.map(({ name, href }, index) => ({
      '@type': 'ListItem',
      position: index + 1,
      name,
      item: `${origin}${href}`,
    })),
  }
}

/** A product with an offer for each of its variants. */
export function productData(product: ProductFacts): Thing {
  const { origin, href, name, description, material, pictures, manufacturer, identifier } = product
  return {
    '@context': context,
    '@type': 'Product',
    name,
    description,
    url: `${origin}${href}`,
    image: pictures.map((path) => `${origin}${path}`),
    ...(material ? { material } : {}),
    mpn: identifier,
    sku: product.variants[0]?.sku ?? identifier,
    brand: { '@type': 'Brand', name: manufacturer },
    offers: product.variants.map((variant) => offerData(product, variant)),
  }
}

function offerData({ origin, href, seller }: ProductFacts, offer: OfferFacts): Thing {
  const { sku, name, priceCents, stock, gtin } = offer
  return {
    '@type': 'Offer',
    sku,
    name,
    ...(gtin ? { gtin } : {}),
    url: `${origin}${href}`,
    price: decimal(priceCents),
    priceCurrency: 'EUR',
    availability: `${context}/${availability(stock)}`,
    itemCondition: `${context}/NewCondition`,
    seller: { '@type': 'Organization', name: seller },
  }
}

function availability(stock: number | null): string {
  if (stock === null) return 'MadeToOrder'
  return stock > 0 ? 'InStock' : 'OutOfStock'
}

const context = 'https://schema.org'
