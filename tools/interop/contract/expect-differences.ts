import {
  afterAll,
  type RunnerTask,
  type RunnerTestCase,
  type RunnerTestFile,
} from "vitest";

/**
 * Makes the function that expects a case to fail if it is listed as one that the other judge decides otherwise. A
 * listed name that no case has fails the file.
 *
 * @param differences - The reasons, by the names of the cases.
 */
export function expectDifferences(
  differences: Readonly<Record<string, string>>,
): (task: Readonly<RunnerTestCase>) => void {
  let file: RunnerTestFile | undefined;
  afterAll(() => {
    if (file === undefined) throw new Error("No case has run.");
    const names = new Set(casesOf(file.tasks).map(nameOf));
    const stale = Object.keys(differences).filter((name) => !names.has(name));
    if (stale.length > 0)
      throw new Error(`Listed, but no case: ${stale.join("; ")}`);
  });
  return (task) => {
    file = task.file;
    // As `test.fails` does.
    if (Object.hasOwn(differences, nameOf(task)))
      Object.assign(task, { fails: true });
  };
}

function casesOf(tasks: readonly RunnerTask[]): RunnerTestCase[] {
  return tasks.flatMap((task) =>
    task.type === "suite" ? casesOf(task.tasks) : [task],
  );
}

/**
 * With the names of the groups that it stands in, but for the outermost: that one says by which `fetch`, and
 * the judges decide the same over each.
 */
function nameOf({ name, suite }: RunnerTestCase): string {
  const names = [name];
  for (let group = suite; group !== undefined; group = group.suite)
    names.unshift(group.name);
  return names.slice(1).join(" > ");
}
