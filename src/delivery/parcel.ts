import type { Compartment, Delivery } from '../settings/delivery.ts'

/** One kind of goods in a parcel: how many, and what one of them measures. */
export interface Piece {
  readonly quantity: number
  readonly weightGrams: number
  readonly widthMm: number
  readonly heightMm: number
  readonly depthMm: number
}

/**
 * Goods as they are packed: flat on each other in one stack, which may be parted into several beside each other.
 * Grams and millimetres, without the packaging.
 */
export interface Parcel {
  readonly weightGrams: number
  readonly lengthMm: number
  readonly widthMm: number
  /** Height of all pieces on each other. */
  readonly stackMm: number
  /** The thickest single piece: a stack is parted between pieces only. */
  readonly thickestMm: number
}

/** What these goods make when packed. Whatever is as thick as wide lies on its smallest side. */
export function parcelOf(pieces: readonly Piece[]): Parcel {
  const flat = pieces.map(({ quantity, weightGrams, widthMm, heightMm, depthMm }) => {
    const [thick, wide, long] = [widthMm, heightMm, depthMm].toSorted((a, b) => a - b) as [
      number,
      number,
      number,
    ]
    return { quantity, weightGrams, thick, wide, long }
  })
  return {
    weightGrams: flat.reduce((total, { quantity, weightGrams }) => total + quantity * weightGrams, 0),
    lengthMm: Math.max(0, ...flat.map(({ long }) => long)),
    widthMm: Math.max(0, ...flat.map(({ wide }) => wide)),
    stackMm: flat.reduce((total, { quantity, thick }) => total + quantity * thick, 0),
    thickestMm: Math.max(0, ...flat.map(({ thick }) => thick)),
  }
}

/** Weight with the packaging, in grams. */
export function packedGrams({ weightGrams }: Parcel, { packaging }: Pick<Delivery, 'packaging'>): number {
  return weightGrams + packaging.weightGrams
}

/** Those of a carrier's compartments (from the smallest) into which the parcel goes in some position. */
export function fitting(
  parcel: Parcel,
  compartments: readonly Compartment[],
  { packaging }: Pick<Delivery, 'packaging'>,
): Compartment[] {
  return compartments.filter((box) => fits(parcel, box, packaging.addMm))
}

function fits(parcel: Parcel, { lengthMm, widthMm, heightMm }: Compartment, addMm: number): boolean {
  const room = [lengthMm, widthMm, heightMm].map((side) => side - addMm)
  return turns.some(([a, b, c]) => stacks(parcel, room[a]!, room[b]!, room[c]!))
}

const turns = [
  [0, 1, 2],
  [1, 0, 2],
  [0, 2, 1],
  [2, 0, 1],
  [1, 2, 0],
  [2, 1, 0],
] as const

/** Whether the stack, parted into as many as stand beside each other on this floor, stays under this height. */
function stacks(parcel: Parcel, floorLength: number, floorWidth: number, height: number): boolean {
  const { lengthMm, widthMm, stackMm, thickestMm } = parcel
  if (lengthMm > floorLength || widthMm > floorWidth || thickestMm > height) return false
  if (stackMm <= height) return true
  const beside = Math.floor(floorLength / lengthMm) * Math.floor(floorWidth / widthMm)
  // Each stack may end short of the top by a little less than one piece.
  return beside > 1 && stackMm <= beside * (height - thickestMm)
}
