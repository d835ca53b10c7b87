import fc from 'fast-check'
import { csvLine } from '../../src/api/reads/csv.ts'

it.each([
  [['a', null, undefined, 3, true], 'a,,,3,true'],
  [['a,b', 'say "no"', 'two\nlines'], '"a,b","say ""no""","two\nlines"'],
  [['=1+1', '+44', '-2', '@sum', '\tx'], `'=1+1,'+44,'-2,'@sum,"'\tx"`],
  [['=HYPERLINK("http://example.test","x")'], `"'=HYPERLINK(""http://example.test"",""x"")"`],
  [['\n=1+1', '＝1+1', 'a;=1+1', 'a\t=1+1'], `"'\n=1+1",'＝1+1,"a;=1+1","a\t=1+1"`],
  [['a=b', 'DVPN-7', ['x', 'y']], 'a=b,DVPN-7,"[""x"",""y""]"'],
])('writes %j', (cells, line) => {
  expect(csvLine(cells)).toBe(`${line}\r\n`)
})

it('gives no cell that a spreadsheet takes for a formula, and loses nothing', () =>
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', '"', ',', ';', "'", '＝', 'a') }),
      (text) => {
        const line = csvLine([text]).slice(0, -2)
        const read = line.startsWith('"') ? line.slice(1, -1).replaceAll('""', '"') : line
        expect(read).not.toMatch(/^[=+\-@\t\r\n＝]/)
        expect([text, `'${text}`]).toContain(read)
      },
    ),
  ))
