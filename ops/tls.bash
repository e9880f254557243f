# shellcheck shell=bash
# Sourced by ./daymark: nginx's certificate and its key. nginx never runs as root, and keys are mostly root's: so
# both are copied into one file that only root and the service's user can read.
# shellcheck disable=SC2154 # ./daymark and ops/state.bash set the names used here

# tls_check CERTIFICATE KEY: dies with what is wrong, before anything is started or changed.
tls_check() {
    local certificate=$1 key=$2 file
    [[ -n $certificate && -n $key ]] || die "--tls-certificate and --tls-key belong together: give both, or none"
    for file in "$certificate" "$key"; do
        [[ -f $file && -r $file ]] || die "this file cannot be read: $file"
    done
    openssl x509 -in "$certificate" -noout 2>/dev/null ||
        die "--tls-certificate must be a file with a certificate in PEM, not: $certificate"
    openssl pkey -in "$key" -noout -passin pass: 2>/dev/null ||
        die "--tls-key must be a file with a private key in PEM that has no passphrase, not: $key"
    [[ $(openssl x509 -in "$certificate" -noout -pubkey) == "$(openssl pkey -in "$key" -pubout -passin pass:)" ]] ||
        die "this key is not that of the certificate $certificate: $key" "the certificate of this server has to be the first one in its file"
    openssl x509 -in "$certificate" -noout -checkend 0 >/dev/null ||
        die "the certificate has ended on $(tls_end "$certificate"): $certificate"
}

# tls_end CERTIFICATE: until when it is good.
tls_end() { openssl x509 -in "$1" -noout -enddate -dateopt iso_8601 | cut -d= -f2; }

# tls_take CERTIFICATE KEY: for nginx, which reads both from one file, so that they are always of one kind. They are
# read again from where they are by tls_take_again.
tls_take() {
    local new=$state/conf/tls.pem.new
    (
        umask 077
        printf '%s\n' "$(realpath -- "$1")" "$(realpath -- "$2")" >"$state/conf/tls_files"
        # Each with a line's end, or the next one would begin in the middle of a line.
        awk 1 "$1" "$2" >"$new"
    )
    ! is_root || { chgrp daymark "$new" && chmod 0640 "$new"; }
    mv "$new" "$state/conf/tls.pem"
}

tls_forget() { rm -f "$state/conf/tls.pem" "$state/conf/tls_files"; }

# Dies if what is there now is wrong; then what nginx has stays.
tls_take_again() {
    local files
    mapfile -t files <"$state/conf/tls_files"
    tls_check "${files[@]}"
    tls_take "${files[@]}"
}

# tls_is_served URL: whether nginx shows new clients the certificate that it was last given.
tls_is_served() {
    local wanted
    wanted=$(openssl x509 -in "$state/conf/tls.pem" -noout -fingerprint -sha256)
    [[ $(openssl s_client -connect "${1#https://}" </dev/null 2>/dev/null | openssl x509 -noout -fingerprint -sha256 2>/dev/null) == "$wanted" ]]
}
