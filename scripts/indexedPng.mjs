/** A screenshot as a PNG of 256 colours: a third of the bytes, and text on plain ground looks the same. */
import { crc32, deflateSync } from 'node:zlib'

/**
 * @param {import('playwright-core').Page} blank a page of the browser that decodes the screenshot.
 * @param {Buffer} png
 */
export async function indexedPng(blank, png) {
  const { width, height, palette, pixels } = await blank.evaluate(inPalette, png.toString('base64'))
  const bytes = Buffer.from(pixels, 'base64')
  const rows = Buffer.alloc((width + 1) * height)
  for (let y = 0; y < height; y += 1) bytes.copy(rows, y * (width + 1) + 1, y * width, (y + 1) * width)
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  // Eight bits, palette; the other three bytes are the only methods there are.
  header.set([8, 3, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette)),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const framed = Buffer.alloc(body.length + 8)
  framed.writeUInt32BE(data.length, 0)
  body.copy(framed, 4)
  framed.writeUInt32BE(crc32(body), body.length + 4)
  return framed
}

/** Runs in the browser: the 256 most frequent of 32,768 colours, and for each pixel the nearest of them. */
async function inPalette(base64) {
  const picture = await createImageBitmap(await (await fetch(`data:image/png;base64,${base64}`)).blob())
  const { width, height } = picture
  const context = new OffscreenCanvas(width, height).getContext('2d')
  context.drawImage(picture, 0, 0)
  const { data } = context.getImageData(0, 0, width, height)
  const keyAt = (at) => ((data[at] >> 3) << 10) | ((data[at + 1] >> 3) << 5) | (data[at + 2] >> 3)
  const sums = new Map()
  for (let at = 0; at < data.length; at += 4) {
    const sum = sums.get(keyAt(at)) ?? [0, 0, 0, 0]
    sums.set(keyAt(at), [sum[0] + data[at], sum[1] + data[at + 1], sum[2] + data[at + 2], sum[3] + 1])
  }
  const mean = ([red, green, blue, count]) => [red / count, green / count, blue / count]
  const chosen = [...sums.values()]
    .sort((one, other) => other[3] - one[3])
    .slice(0, 256)
    .map(mean)
  const far = (one, other) => one.reduce((sum, part, n) => sum + (part - other[n]) ** 2, 0)
  const nearest = new Map()
  for (const [key, sum] of sums) {
    const colour = mean(sum)
    let best = 0
    for (let n = 1; n < chosen.length; n += 1) if (far(chosen[n], colour) < far(chosen[best], colour)) best = n
    nearest.set(key, best)
  }
  let pixels = ''
  for (let at = 0; at < data.length; at += 4) pixels += String.fromCharCode(nearest.get(keyAt(at)))
  return { width, height, palette: chosen.flat().map(Math.round), pixels: btoa(pixels) }
}
