// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.engine;

import app.pixel.lab.engine.Faults.Fault;
import app.pixel.lab.engine.Journal.Deed;
import app.pixel.lab.engine.ProviderStandIn.Declared;
import app.pixel.lab.engine.ProviderStandIn.Made;
import java.util.Optional;

/** What a provider is asked to do to the world: it is done and written down, unless it is to fail. */
final class Deeds {

    /** It is there, but has not come up. */
    static final class HalfDone extends RuntimeException {

        private static final long serialVersionUID = 1;
        private final transient Made made;

        private HalfDone(Made made, Fault fault) {
            super(fault.message());
            this.made = made;
        }

        Made made() {
            return made;
        }
    }

    private final ProviderStandIn provider;
    private final Journal journal;
    private volatile Faults faults = Faults.NONE;

    Deeds(ProviderStandIn provider, Journal journal) {
        this.provider = provider;
        this.journal = journal;
    }

    void failing(Faults these) {
        this.faults = these;
    }

    Made create(String urn, Declared declared) {
        Optional<Fault> fault = fault(Deed.CREATE, urn);
        Made made = provider.create(declared);
        done(Deed.CREATE, declared);
        fault.ifPresent(half -> {
            throw new HalfDone(made, half);
        });
        return made;
    }

    Made update(String urn, String id, Declared declared) {
        Optional<Fault> fault = fault(Deed.UPDATE, urn);
        Made made = new Made(id, provider.update(id, declared));
        done(Deed.UPDATE, declared);
        fault.ifPresent(half -> {
            throw new HalfDone(made, half);
        });
        return made;
    }

    /** Half done, it is gone, and only the answer is lost. */
    void delete(String urn, String id, Declared declared) {
        Optional<Fault> fault = fault(Deed.DELETE, urn);
        provider.delete(id, declared);
        done(Deed.DELETE, declared);
        fault.ifPresent(lost -> {
            throw new Refusal(lost.message());
        });
    }

    /** Throws where nothing is to be done; tells of the fault where it comes afterwards. */
    private Optional<Fault> fault(Deed deed, String urn) {
        Optional<Fault> fault = faults.on(deed, urn);
        fault.filter(kind -> kind != Fault.HALF_DONE).ifPresent(kind -> {
            throw new Refusal(kind.message());
        });
        return fault;
    }

    private void done(Deed deed, Declared declared) {
        journal.write(deed, declared.type(), declared.name());
    }
}
