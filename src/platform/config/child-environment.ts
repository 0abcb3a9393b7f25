/** What a child process may know of our environment: where programs are and whose home it is, no setting and no secret. */
export function childEnvironment(): { PATH: string; HOME?: string } {
  const { PATH, HOME } = process.env;
  return { PATH: PATH ?? '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', HOME };
}

/** All of our environment, for a child process that is another Florin, with these settings beside it. */
export function wholeEnvironment(
  settings: Readonly<Record<string, string>> = {},
  defaults: Readonly<Record<string, string>> = {},
): NodeJS.ProcessEnv {
  return { ...defaults, ...process.env, ...settings };
}
