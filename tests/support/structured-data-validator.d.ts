/** The package has no types of its own. */
declare module '@adobe/structured-data-validator' {
  interface Issue {
    readonly issueMessage: string
    readonly severity: 'ERROR' | 'WARNING'
    readonly fieldNames: readonly string[]
  }

  /** Objects of schema.org by their type, for each way in which a page can hold them. */
  type Extracted = Readonly<Record<'jsonld' | 'microdata' | 'rdfa', Partial<Record<string, unknown[]>>>>

  class Validator {
    validate(data: Extracted): Promise<Issue[]>
  }
  export default Validator
}
