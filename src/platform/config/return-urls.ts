import type { EnvironmentReader } from './environment-reader';

/** `RETURN_URLS=https://game.example.com/shop,https://other.example.com` */
export function returnUrls(read: EnvironmentReader): readonly string[] {
  const urls = read.list('RETURN_URLS');
  for (const url of urls) {
    const isWeb = ['http:', 'https:'].includes(URL.parse(url)?.protocol ?? '');
    if (!isWeb) read.fault('RETURN_URLS', `is a list of http and https addresses, not ${url}`);
  }
  return urls;
}
