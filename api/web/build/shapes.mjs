// Writes src/places/shapes: the outlines of provinces, and of the cities of each, by the
// province's code. They come out of echarts 4.9.0 (Apache-2.0), the last that had maps:
//   npm pack echarts@4.9.0 && tar xzf echarts-4.9.0.tgz && node build/shapes.mjs package
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const source = join(process.argv[2] ?? 'package', 'map/json')
const target = new URL('../src/places/shapes/', import.meta.url)
await mkdir(target, { recursive: true })

const read = async (file) => JSON.parse(await readFile(join(source, file), 'utf8'))
const codeOf = (feature) => String(feature.id ?? feature.properties.id ?? '710000').slice(0, 2)

const china = await read('china.json')
china.features = china.features.filter((f) => f.properties.name) // without the frame of the inset
for (const f of china.features) f.properties = { name: f.properties.name, code: codeOf(f), cp: f.properties.cp }
await writeFile(new URL('china.json', target), JSON.stringify(china))
for (const file of await readdir(join(source, 'province'))) {
  const province = await read(join('province', file))
  await writeFile(new URL(`${codeOf(province.features[0])}.json`, target), JSON.stringify(province))
}
