package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
)

// comments maps "package.Type" and "package.Type.Field" to their doc
// comments, each as one line.
type comments map[string]string

// readComments reads the Go files of folders of the module.
func readComments(module string, folders ...string) (comments, error) {
	docs := comments{}
	for _, folder := range folders {
		files, err := filepath.Glob(filepath.Join(module, folder, "*.go"))
		if err != nil {
			return nil, err
		}
		if len(files) == 0 {
			return nil, fmt.Errorf("there are no Go files in %s: is -module right?", filepath.Join(module, folder))
		}
		for _, file := range files {
			tree, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments|parser.SkipObjectResolution)
			if err != nil {
				return nil, err
			}
			docs.add(tree)
		}
	}
	return docs, nil
}

func (c comments) add(file *ast.File) {
	for _, decl := range file.Decls {
		types, ok := decl.(*ast.GenDecl)
		if !ok || types.Tok != token.TYPE {
			continue
		}
		for _, spec := range types.Specs {
			t := spec.(*ast.TypeSpec)
			name := file.Name.Name + "." + t.Name.Name
			c.set(name, t.Doc, types.Doc)
			if s, ok := t.Type.(*ast.StructType); ok {
				c.addFields(name, s)
			}
		}
	}
}

func (c comments) addFields(owner string, s *ast.StructType) {
	for _, field := range s.Fields.List {
		for _, name := range field.Names {
			c.set(owner+"."+name.Name, field.Doc, field.Comment)
		}
	}
}

// set takes the first comment that there is.
func (c comments) set(name string, groups ...*ast.CommentGroup) {
	for _, group := range groups {
		if text := strings.Join(strings.Fields(group.Text()), " "); text != "" {
			c[name] = text
			return
		}
	}
}
