/** By which id a container's label names its image, so that docker compose 5 and we agree on what has changed. */
import type { ImageDetails, Platform } from '../docker/engine.ts'

/**
 * What the label of a container made from this image says: the id of the image for the service's platform (absent: the platform
 * that the engine chose) where the engine keeps several of them under one id, else the image's own id.
 */
export function imageLabel(image: ImageDetails, platform?: string): string {
  const wanted = platform ?? platformOf(image)
  return image.manifests?.find((manifest) => isFor(manifest, wanted))?.id ?? image.id
}

/** True where one of the ids is that of the image, or of what it holds for one platform; docker compose 2 writes the one, 5 the other. */
export function isOneOf(image: ImageDetails, ids: readonly (string | undefined)[]): boolean {
  return ids.includes(image.id) || (image.manifests?.some(({ id }) => ids.includes(id)) ?? false)
}

/** True where no platform is wanted, or this one; a variant counts where both name it. */
export function isFor({ os, architecture, variant }: Platform, platform: string | undefined): boolean {
  if (platform === undefined) return true
  const [wantedOs, wantedArchitecture, wantedVariant] = platform.split('/')
  const sameVariant = !wantedVariant || variant === '' || variant === wantedVariant
  return os === wantedOs && (!wantedArchitecture || architecture === wantedArchitecture) && sameVariant
}

/** `linux/arm/v7`. */
export function platformOf({ os, architecture, variant }: Platform): string {
  return [os, architecture, variant].filter((part) => part !== '').join('/')
}
