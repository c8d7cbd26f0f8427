import { amazonCidrs, amazonNetworking, amazonPrivateIp, amazonShutdown, amazonSpotPrice } from './amazon.ts';
import type { Fixer } from './fixer.ts';
import { isoChecksum, isoMd5 } from './iso.ts';
import { azureExclude, proxmoxType, qemuDiskSize, qemuHostPort, scalewayKey } from './other-builders.ts';
import { dockerEmail, dockerTags, manifestFilename, vagrantOverride } from './post-processors.ts';
import { galaxyCommand, powershellEscapes } from './provisioners.ts';
import { communicatorPorts, sshDisableAgent, sshKeyPath, sshWaitTimeout } from './ssh.ts';
import { cleanImageName, createTime } from './texts.ts';
import {
  hypervDeprecations,
  hypervSizes,
  hypervTypo,
  parallelsDeprecations,
  parallelsHeadless,
  vmwareCompaction,
  vmwareRename,
} from './virtual-machines.ts';
import { virtualboxAttach, virtualboxRename } from './virtualbox.ts';
import { vsphereIso } from './vsphere.ts';

/** All fixers, in the order in which they run: some build on what others have done. */
export const FIXERS: readonly Fixer[] = [
  isoMd5,
  createTime,
  virtualboxAttach,
  vagrantOverride,
  virtualboxRename,
  vmwareRename,
  parallelsHeadless,
  parallelsDeprecations,
  sshKeyPath,
  sshDisableAgent,
  scalewayKey,
  manifestFilename,
  amazonShutdown,
  amazonNetworking,
  amazonPrivateIp,
  amazonCidrs,
  dockerEmail,
  dockerTags,
  powershellEscapes,
  vmwareCompaction,
  hypervDeprecations,
  hypervTypo,
  hypervSizes,
  cleanImageName,
  amazonSpotPrice,
  qemuDiskSize,
  galaxyCommand,
  communicatorPorts,
  sshWaitTimeout,
  vsphereIso,
  isoChecksum,
  qemuHostPort,
  azureExclude,
  proxmoxType,
];
