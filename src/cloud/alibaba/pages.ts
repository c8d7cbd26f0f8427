interface Page<Row> {
  readonly rows: readonly Row[] | undefined;
  /** All rows of all pages, as the service counts them. */
  readonly total: unknown;
}

/** All rows of a paged list. The service's default page has 10 rows: who forgets to page misses things. */
export async function allPages<Row>(
  size: number,
  page: (paging: { readonly pageNumber: number; readonly pageSize: number }) => Promise<Page<Row>>,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (let pageNumber = 1; ; pageNumber += 1) {
    const answer = await page({ pageNumber, pageSize: size });
    const came = answer.rows ?? [];
    rows.push(...came);
    if (came.length < size || rows.length >= Number(answer.total)) return rows;
  }
}

interface TokenPage<Row> {
  readonly rows: readonly Row[] | undefined;
  /** Absent or empty: this was the last page. */
  readonly next: string | undefined;
}

/** The same where the service announces the end of PageNumber. */
export async function allByToken<Row>(
  size: number,
  page: (paging: { readonly maxResults: number; readonly nextToken?: string }) => Promise<TokenPage<Row>>,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  const asked = new Set<string>();
  for (let token = ''; !asked.has(token); ) {
    asked.add(token);
    const answer = await page({ maxResults: size, ...(token !== '' && { nextToken: token }) });
    rows.push(...(answer.rows ?? []));
    token = answer.next ?? '';
  }
  return rows;
}
