// Says of each test what go test says, so that all are counted alike.
export default async function* reporter(events) {
  for await (const { type, data } of events) {
    if (type === 'test:pass' && (data.skip || data.todo)) yield `--- SKIP: ${data.name}\n`
    else if (type === 'test:pass') yield `--- PASS: ${data.name} (${(data.details.duration_ms / 1000).toFixed(2)}s)\n`
    else if (type === 'test:fail') yield `--- FAIL: ${data.name} (${(data.details.duration_ms / 1000).toFixed(2)}s)\n    ${(data.details.error?.cause?.stack ?? data.details.error?.message ?? '').replaceAll('\n', '\n    ')}\n`
    else if (type === 'test:stdout' || type === 'test:stderr') yield data.message
  }
}
