/** What a child process may know of our environment: where programs are and whose home it is, no setting and no secret. */
export function childEnvironment(): { PATH: string; HOME?: string } {
  const { PATH, HOME } = process.env;
  return { PATH: PATH ?? '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', HOME };
}
