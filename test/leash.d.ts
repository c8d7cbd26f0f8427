export declare function leash(folder: string): { release(): Promise<string> };
