/**
 * Data copied, verified, proved and restored. {@link bascule.store.Backups} picks how a store is
 * backed up: folders by {@link bascule.store.FileBackup}, in two passes of which the last reads
 * what has changed, or, where they are subvolumes of btrfs, by {@link
 * bascule.store.SnapshotBackup}, of which the last reads nothing; servers by {@link
 * bascule.store.Dump}, which asks their own programs through a {@link bascule.store.Dumper},
 * believes none of them, and shows before the outage that what was dumped can be loaded, in a
 * {@link bascule.store.Scratch} server that nobody uses. A server that is the application's alone
 * can be followed instead: {@link bascule.store.PostgresFollower}, {@link
 * bascule.store.MariadbFollower}.
 */
@org.jspecify.annotations.NullMarked
package bascule.store;
