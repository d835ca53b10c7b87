/** What a form calls a field: its label alone, or with a hint for who fills it in. */
export type Label = string | readonly [label: string, hint: string]
export type Labels = Readonly<Record<string, Label>>
