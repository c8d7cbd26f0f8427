export declare const root: string;
export declare function bundled(
  name: string,
  entryPoints: readonly string[],
  options?: { readonly minify?: boolean },
): Promise<string>;
