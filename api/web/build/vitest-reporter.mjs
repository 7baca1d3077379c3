// Says of each test what go test says, so that all are counted alike.
export default class {
  onTestCaseResult(test) {
    const { state, errors } = test.result()
    const word = { passed: 'PASS', failed: 'FAIL', skipped: 'SKIP' }[state] ?? 'FAIL'
    console.log(`--- ${word}: ${test.module.relativeModuleId}: ${test.fullName}`)
    for (const err of errors ?? []) console.log(`    ${(err.stack ?? err.message).replaceAll('\n', '\n    ')}`)
  }

  onTestModuleEnd(module) {
    for (const err of module.errors()) console.log(`--- FAIL: ${module.relativeModuleId}\n    ${err.stack ?? err.message}`)
  }
}
