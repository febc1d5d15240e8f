import { describe, expect, test } from 'vitest'
import { run } from './harness.ts'
import { shop } from './shop.ts'

describe('a wrong command line', () => {
  test.each([
    [['logz'], 'unknown command "logz"', 'hint: did you mean "logs"?'],
    [['env'], 'unknown command "env"', 'hint: did you mean "env explain"?'],
    [['xyzzy'], 'unknown command "xyzzy"', 'hint: "gantry --help" lists the commands'],
    [['ps', '--formt', 'json'], 'unknown option "--formt"', 'usage: gantry ps [OPTIONS] [SERVICE...]'],
    [['ps', '--servces'], 'unknown option "--servces"', 'hint: did you mean --services?'],
    [['version', 'web'], 'too many arguments', 'usage: gantry version [OPTIONS]'],
    [['ps', '-p', 'x'], 'unknown option "-p"', 'hint: -p, --project-name stands before the command'],
    [
      ['--progress', 'loud', 'ps'],
      '--progress cannot be "loud"',
      'choose one of: auto, tty, plain, json, quiet',
    ],
    [['--file'], 'flag needs an argument: --file FILE', ''],
    [['help', 'upp'], 'unknown command "upp"', ''],
  ])('%j says what is wrong and what to do', async (args, message, hint) => {
    const { code, out, err } = await run(args)
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toContain(message)
    expect(err).toContain(hint)
  })

  test('COMPOSE_PARALLEL_LIMIT that is no number is refused by its name', async () => {
    const { code, err } = await run(['ps'], { env: { COMPOSE_PARALLEL_LIMIT: 'many' } })
    expect({ code, err }).toMatchObject({ code: 1 })
    expect(err).toContain('COMPOSE_PARALLEL_LIMIT must be an integer, not "many"')
  })

  test('under --progress json it is a JSON line', async () => {
    const { err } = await run(['--progress', 'json', 'ps', '--servces'])
    expect(JSON.parse(err)).toEqual({
      error: true,
      code: 'usage',
      message: 'unknown option "--servces"',
      hint: 'did you mean --services?',
    })
  })
})

describe('help and version', () => {
  test.each([[['--help']], [['help']], [['-p', 'x', '--help']], [['-h', 'ps']]])(
    '%j is the program’s help',
    async (args) => {
      const { code, out, err } = await run(args)
      expect({ code, err }).toEqual({ code: 0, err: '' })
      expect(out).toContain('Usage: gantry [GLOBAL OPTIONS] COMMAND')
      expect(out).toContain('  ps ')
    },
  )

  test.each([[['ps', '--help']], [['help', 'ps']], [['ps', 'web', '-h']], [['ps', '--nonsense', '--help']]])(
    '%j is the help of ps',
    async (args) => {
      const { code, out } = await run(args)
      expect(code).toBe(0)
      expect(out).toContain('Usage: gantry ps [OPTIONS] [SERVICE...]')
    },
  )

  test('no line is wider than the window', async () => {
    for (const args of [['help'], ['help', 'logs'], ['help', 'config']]) {
      const { out } = await run(args, { env: { COLUMNS: '60' } })
      expect(out.split('\n').filter((line) => line.length > 64)).toEqual([])
    }
  })

  test('the help of a command reads like this', async () => {
    expect((await run(['help', 'version'])).out).toBe(
      [
        'Usage: gantry version [OPTIONS]',
        '',
        'Shows the version of Gantry. Neither a Compose file nor an engine is needed.',
        '',
        'Options:',
        '  -f, --format FORMAT  pretty or json (default pretty)',
        '      --short          Show the number alone',
        '',
        'Examples:',
        '  gantry version --short  for scripts',
        '',
        '"gantry --help" shows the global options: -f, -p and others',
        '',
      ].join('\n'),
    )
  })

  test.each([
    [['version', '--short'], /^\d+\.\d+\.\d+\n$/],
    [['version'], /^Gantry version v\d/],
    [['-p', 'x', '--version'], /^Gantry version v\d/],
    [['version', '--format', 'json'], /^\{"version":"v\d+\.\d+\.\d+"\}\n$/],
  ])('%j', async (args, text) => {
    expect((await run(args)).out).toMatch(text)
  })
})

describe('called in place of docker compose', () => {
  test.each([
    ['/usr/bin/docker-compose', ['help'], 'Usage: docker-compose [GLOBAL OPTIONS]'],
    [
      '/usr/lib/docker/cli-plugins/docker-compose',
      ['compose', 'help'],
      'Usage: docker compose [GLOBAL OPTIONS]',
    ],
    ['docker-compose', ['--context', 'far', 'compose', 'version'], 'Gantry version'],
    ['docker-gantry', ['gantry', 'help'], 'Usage: docker gantry'],
  ])('%s %j', async (calledAs, args, text) => {
    expect((await run(args, { calledAs })).out).toContain(text)
  })

  test('a run that fails ends with 1, as scripts expect; called by its own name with a code of its own', async () => {
    const world = shop('services: {db: {image: db}}', { registry: () => undefined })
    expect((await world.gantry('pull')).code).toBe(21)
    expect((await world.ask(['pull'], { calledAs: 'docker-compose' })).code).toBe(1)
  })

  test('the flags of docker become the variables that mean the same', async () => {
    const seen: unknown[] = []
    await run(['-H', 'tcp://far:1', '--context=lab', 'compose', 'ps'], {
      calledAs: 'docker-compose',
      parts: {
        completeEnv: async ({ env }) => {
          seen.push(env)
          return env
        },
      },
    })
    expect(seen).toEqual([{ DOCKER_HOST: 'tcp://far:1', DOCKER_CONTEXT: 'lab' }])
  })
})
