/** What a browser would send of a page's form, as the page stands: enough of HTML for our own forms. */
import { unescaped } from '../read.ts'

const ELEMENT = /<(input|select|textarea)\b([^>]*)>(?:([\s\S]*?)<\/\1>)?/g

function attributesOf(tag: string): ReadonlyMap<string, string> {
  const found = tag.matchAll(/([\w-]+)(?:="([^"]*)")?/g)
  return new Map([...found].map(([, name = '', value = '']) => [name, unescaped(value)]))
}

/** @param page of which the form that records is meant, not the one that signs out. */
export function fieldsOf(page: string): URLSearchParams {
  const form = /<form\b[^>]*class="record"[\s\S]*?<\/form>/.exec(page)?.[0]
  if (form === undefined) throw new Error('the page has no form')
  const fields = new URLSearchParams()
  // An input has no content: what follows it is not its own.
  for (const [, element, tag = '', content = ''] of form.replaceAll(/<input\b[^>]*>/g, '$&</input>').matchAll(ELEMENT)) {
    const attributes = attributesOf(tag)
    const name = attributes.get('name')
    if (name === undefined) continue
    const value = sentFor(element, attributes, content)
    if (value !== null) fields.append(name, value)
  }
  return fields
}

function sentFor(element: string | undefined, attributes: ReadonlyMap<string, string>, content: string): string | null {
  if (element === 'textarea')
    return unescaped(content)
      .replace(/^\r?\n/, '')
      .replaceAll(/\r?\n/g, '\r\n')
  if (element === 'select') return selectedOf(content)
  const isBox = ['radio', 'checkbox'].includes(attributes.get('type') ?? '')
  return isBox && !attributes.has('checked') ? null : (attributes.get('value') ?? '')
}

function selectedOf(content: string): string {
  const options = [...content.matchAll(/<option\b([^>]*)>/g)].map(([, tag = '']) => attributesOf(tag))
  const chosen = options.find((option) => option.has('selected')) ?? options[0]
  return chosen?.get('value') ?? ''
}
