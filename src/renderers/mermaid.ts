/** A step as a node of the graph. */
interface GraphStep {
  readonly name: string;
  readonly needs: readonly string[];
  readonly status: string | undefined;
}

const COLORS: Readonly<Record<string, string>> = {
  done: 'fill:#cfc',
  finished: 'fill:#dfd',
  failed: 'fill:#fcc',
  started: 'fill:#ffc',
};

/** The graph of steps as Mermaid, arrows in the direction of time; what follows from other arrows is left out. */
export function mermaid(steps: readonly GraphStep[]): string {
  const arrows = steps.flatMap(({ name, needs }) =>
    needs
      .filter((need) => !needs.some((other) => reaches(steps, other, need)))
      .map((need) => `  ${need} --> ${name}`),
  );
  const nodes = steps.map(({ name }) => `  ${name}`);
  const styles = steps.flatMap(({ name, status }) => {
    const color = COLORS[status ?? ''];
    return color === undefined ? [] : [`  style ${name} ${color}`];
  });
  return ['flowchart TD', ...nodes, ...arrows, ...styles].join('\n');
}

/** Whether `from` needs `to` by way of its needs. */
function reaches(steps: readonly GraphStep[], from: string, to: string): boolean {
  const needs = steps.find(({ name }) => name === from)?.needs ?? [];
  return needs.includes(to) || needs.some((need) => reaches(steps, need, to));
}
