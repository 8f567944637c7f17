package boltstore

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	bolt "go.etcd.io/bbolt"
)

// createMissing makes an empty store at path if there is nothing. It is whole when it appears there, also if
// the process is killed meanwhile or another one does the same: then the first one counts.
func createMissing(path string, o Options) error {
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	temp, err := createTemp(path, o.Mode)
	if err != nil {
		return err
	}
	defer os.Remove(temp)
	if err := writeEmpty(temp, o); err != nil {
		return err
	}
	if err := publish(temp, path); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return syncDir(filepath.Dir(path))
}

// publish gives a file its name. fs.ErrExist: another one has it.
func publish(temp, path string) error {
	err := os.Link(temp, path)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	return os.Rename(temp, path) // a file system without links
}

// createTemp makes a file of no length beside path.
func createTemp(path string, mode fs.FileMode) (string, error) {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".new-*")
	if err != nil {
		return "", err
	}
	if err := errors.Join(f.Chmod(mode), f.Close()); err != nil {
		return "", errors.Join(err, os.Remove(f.Name()))
	}
	return f.Name(), nil
}

// writeEmpty makes an empty store of a file of no length.
func writeEmpty(path string, o Options) error {
	o.MaxMap = -1
	db, _, err := openBolt(path, o)
	if err != nil {
		return err
	}
	return errors.Join(db.Update(func(tx *bolt.Tx) error { return writeFormat(tx) }), closeBolt(db))
}

// syncDir makes a new name in the directory last, where directories can be synced.
func syncDir(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	dir, err := os.Open(path)
	if err != nil {
		return err
	}
	defer dir.Close()
	if err := dir.Sync(); !errors.Is(err, errors.ErrUnsupported) {
		return err
	}
	return nil
}
