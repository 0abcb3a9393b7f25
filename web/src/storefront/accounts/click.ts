const REMEMBERED = 'florin.click';
const MOST_CHARACTERS = 100;

/** The click on a campaign's link that brought this visitor, for as long as the tab is open. */
export function rememberClick(): void {
  const clickId = new URLSearchParams(location.search).get('clickId');
  if (clickId !== null && clickId.length <= MOST_CHARACTERS) sessionStorage.setItem(REMEMBERED, clickId);
}

export function clickId(): string | undefined {
  return sessionStorage.getItem(REMEMBERED) ?? undefined;
}
