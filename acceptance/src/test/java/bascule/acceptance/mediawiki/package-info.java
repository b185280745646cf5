/** MediaWiki on MariaDB, php-fpm and nginx, as units of a Debian that is booted. */
@org.jspecify.annotations.NullMarked
package bascule.acceptance.mediawiki;
