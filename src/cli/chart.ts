export const chart = async (_: string[]): Promise<number> => 2
