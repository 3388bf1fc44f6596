"""Start an agent: except IOError, (code, text)."""  # ok: PY2-S010


class Agent(object):
    def start(self, run, failures):
        try:
            run()
        except IOError, (code, text):  # want: PY2-S010
            print code, text
        except OSError, [code, text]:  # want: PY2-S010
            print code, text
        except ValueError, self.failure:  # want: PY2-S010
            print self.failure
        except (KeyError, IndexError), failures[0]:  # want: PY2-S010
            print failures
        except LookupError as self.failure:  # want: PY2-S010
            print self.failure
        except TypeError, e:  # ok: PY2-S010
            print e
        except (NameError, EOFError):  # ok: PY2-S010
            pass
        except AttributeError as e:  # ok: PY2-S010
            code, text = e.args  # ok: PY2-S010
