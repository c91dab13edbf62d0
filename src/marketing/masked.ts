/** An address so that its owner knows it and a bystander does not: j***@e***.lv. */
export function masked(address: string): string {
  const at = address.lastIndexOf('@')
  const domain = address.slice(at + 1)
  const ending = domain.slice(domain.lastIndexOf('.'))
  return `${[...address][0] ?? ''}***@${domain[0] ?? ''}***${ending}`
}
