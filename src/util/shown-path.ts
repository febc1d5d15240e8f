/** A path as it is shown: relative to a folder where it lies below, else as it is. Both are absolute. */
export function shownPath(path: string, folder: string): string {
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path
}
