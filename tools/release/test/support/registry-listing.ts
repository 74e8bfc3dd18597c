/** What a registry says of a package, as npm and pnpm read it. */
export interface Listing {
  readonly versions: readonly string[];
  readonly latest: string | undefined;
  /** The address of each version's tarball. */
  readonly tarballs: Readonly<Record<string, string>>;
  /** Changes with everything that is published. */
  readonly revision: string;
}

export async function listPublished(
  registry: string,
  name: string,
): Promise<Listing> {
  const response = await fetch(registry + name.replace("/", "%2f"));
  if (!response.ok)
    throw new Error(`The registry answered ${response.status} for ${name}.`);
  const packument = (await response.json()) as Packument;
  return {
    versions: Object.keys(packument.versions),
    latest: packument["dist-tags"]["latest"],
    tarballs: Object.fromEntries(
      Object.entries(packument.versions).map(([version, { dist }]) => [
        version,
        dist.tarball,
      ]),
    ),
    revision: packument._rev,
  };
}

interface Packument {
  readonly _rev: string;
  readonly "dist-tags": Record<string, string>;
  readonly versions: Record<string, { dist: { tarball: string } }>;
}
